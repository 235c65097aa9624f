package dev.sampan.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The daemon's certificate and whom it trusts, from PEM files as dockerd takes them. */
final class TlsContext {
    private TlsContext() {}

    static SSLContext of(Options.Tls tls) throws IOException, Options.Invalid {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity(tls.certificate(), tls.key()), new char[0]);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities(tls));
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new Options.Invalid(
                    "could not load the TLS key pair " + tls.certificate() + ", " + tls.key() + ": " + e.getMessage());
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore identity(Path certificate, Path key) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry(
                "daemon",
                privateKey(key),
                new char[0],
                certificates(certificate).toArray(Certificate[]::new));
        return store;
    }

    /** Without --tlsverify nobody is asked for a certificate, so nobody needs to be trusted. */
    private static KeyStore authorities(Options.Tls tls) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        if (tls.verify()) {
            int n = 0;
            for (Certificate authority : certificates(tls.caCertificate())) {
                store.setCertificateEntry("ca" + n++, authority);
            }
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        String pem = Files.readString(file);
        if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
            throw new InvalidKeySpecException(
                    "the key is not in PKCS #8 form; convert it: openssl pkcs8 -topk8 -nocrypt");
        }
        String body = pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----(.*)-----END PRIVATE KEY-----.*", "$1");
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // of another algorithm
                continue;
            }
        }
        throw new InvalidKeySpecException("neither an RSA nor an EC nor an EdDSA key");
    }
}
