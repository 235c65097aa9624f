package dev.sampan.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import javax.net.ssl.SSLSocket;

/** A TCP socket with TLS. TLS 1.3 closes each direction on its own, so half-close works here, too. */
record TlsWire(SSLSocket socket) implements Wire {
    private static final int LINGER_SECONDS = 1;

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        return socket.getInputStream().read(into, from, length);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        socket.getOutputStream().write(bytes, from, length);
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            // Somebody may be blocked in a write to a peer that does not read, with the lock that the farewell of TLS
            // needs:
            // without this the close would wait for that peer.
            if (!socket.isClosed()) {
                socket.setSoLinger(true, LINGER_SECONDS);
            }
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("close a connection", e);
        }
    }
}
