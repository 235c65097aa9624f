package dev.sampan.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.http.HttpServer;
import dev.sampan.http.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TCP with --tlsverify lets in whom the CA knows, and nobody else. */
@Timeout(60)
class TlsTest {
    @TempDir
    private static Path directory;

    private static HttpServer server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        identity("daemon");
        identity("friend");
        identity("stranger");
        Listener listener = Listener.tls(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TlsContext.of(tls("daemon", "friend")),
                true);
        port = Integer.parseInt(listener.address().replaceFirst(".*:", ""));
        server = new HttpServer(
                        List.of(listener),
                        exchange -> exchange.response().write(exchange.body().readAllBytes()))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Options.Tls tls(String own, String trusted) {
        return new Options.Tls(true, true, pem(trusted, "crt"), pem(own, "crt"), pem(own, "key"));
    }

    private static Path pem(String name, String kind) {
        return directory.resolve(name + "." + kind);
    }

    /** Self-signed, so that each is its own CA. */
    private static void identity(String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        write(pem(name, "crt"), "CERTIFICATE", keys.getCertificate("a").getEncoded());
        write(
                pem(name, "key"),
                "PRIVATE KEY",
                keys.getKey("a", "secret".toCharArray()).getEncoded());
    }

    private static void write(Path file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    private static String exchange(Socket socket) throws IOException {
        try (socket) {
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: d\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
                            .getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static SSLSocket connect(SSLContext context) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void aClientWithAKnownCertificateIsServed() throws Exception {
        assertThat(exchange(connect(TlsContext.of(tls("friend", "daemon")))))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("hello");
    }

    @Test
    void aClientThatDoesNotReadDoesNotKeepTheServerFromClosing() throws Exception {
        var listener = Listener.tls(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TlsContext.of(tls("daemon", "friend")),
                true);
        int at = Integer.parseInt(listener.address().replaceFirst(".*:", ""));
        var endless = new HttpServer(List.of(listener), exchange -> {
                    while (true) {
                        exchange.response().write(new byte[64 << 10]);
                    }
                })
                .start();
        try (var client = (SSLSocket) TlsContext.of(tls("friend", "daemon"))
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), at)) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: d\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(client.getInputStream().read()).isPositive();
            Thread.sleep(500); // the buffers of both sockets are full by then
            assertThat(Thread.ofPlatform().daemon().start(endless::close).join(java.time.Duration.ofSeconds(6)))
                    .isTrue();
        }
    }

    @Test
    void aClientWithAnotherCertificateIsRefused() throws Exception {
        SSLContext stranger = TlsContext.of(tls("stranger", "daemon"));
        assertThatThrownBy(() -> exchange(connect(stranger))).isInstanceOf(IOException.class);
    }

    @Test
    void aClientWithoutCertificateIsRefused() throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        var trust = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        try (InputStream in = Files.newInputStream(pem("daemon", "crt"))) {
            known.setCertificateEntry(
                    "ca",
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        trust.init(known);
        trusting.init(null, trust.getTrustManagers(), null);
        // The alert, or the end of the connection, whichever the client meets first.
        assertThat(answer(connect(trusting))).isEmpty();
    }

    @Test
    void plainHttpIsNotAnswered() throws IOException {
        assertThat(answer(new Socket(InetAddress.getLoopbackAddress(), port))).doesNotContain("HTTP/1.1");
    }

    /** Empty when the connection fails. */
    private static String answer(Socket socket) {
        try {
            return exchange(socket);
        } catch (IOException refused) {
            return "";
        }
    }
}
