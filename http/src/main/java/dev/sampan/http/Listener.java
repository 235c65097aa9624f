package dev.sampan.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A place where clients connect. */
public interface Listener extends AutoCloseable {
    /** The JDK's default of 50 gives clients EAGAIN under load. */
    int BACKLOG = 1024;

    Wire accept() throws IOException;

    /** As the daemon prints it: {@code /run/sampan.sock}, {@code 127.0.0.1:2376}. */
    String address();

    @Override
    void close();

    /**
     * A Unix socket. A socket file that nobody listens on is left over from a daemon that died and is replaced; who opens the
     * file for others is the caller, after this returned: until then only we can connect.
     *
     * @throws IOException if somebody listens there already
     */
    static Listener unix(Path path) throws IOException {
        var address = UnixDomainSocketAddress.of(path);
        if (Files.exists(path)) {
            try (var other = SocketChannel.open(address)) {
                throw new IOException(
                        "listen on " + path + ": " + other.getRemoteAddress() + " is in use by another daemon");
            } catch (java.net.ConnectException e) {
                Files.delete(path);
            }
        }
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(address, BACKLOG);
        return new Plain(channel, path.toString());
    }

    /** TCP without encryption: whoever reaches the address is root on this host. */
    static Listener tcp(InetSocketAddress address) throws IOException {
        var channel = ServerSocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(address, BACKLOG);
        return new Plain(channel, text((InetSocketAddress) channel.getLocalAddress()));
    }

    /** TCP with TLS; {@code clientAuth} refuses clients without a certificate that the context trusts. */
    static Listener tls(InetSocketAddress address, SSLContext context, boolean clientAuth) throws IOException {
        var socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        socket.setReuseAddress(true);
        socket.setNeedClientAuth(clientAuth);
        socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.bind(address, BACKLOG);
        return new Tls(socket, text((InetSocketAddress) socket.getLocalSocketAddress()));
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Unix or TCP. */
    record Plain(ServerSocketChannel channel, String address) implements Listener {
        @Override
        public Wire accept() throws IOException {
            return new ChannelWire(channel.accept());
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("close " + address, e);
            }
        }
    }

    /** TCP with TLS; the handshake happens with the first read, on the connection's own thread. */
    record Tls(SSLServerSocket socket, String address) implements Listener {
        @Override
        public Wire accept() throws IOException {
            return new TlsWire((SSLSocket) socket.accept());
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("close " + address, e);
            }
        }
    }
}
