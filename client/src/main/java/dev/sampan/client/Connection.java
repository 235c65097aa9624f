package dev.sampan.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connected socket with a read buffer. One thread may read while another writes. */
public final class Connection implements Closeable {
    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(32 * 1024).flip();

    private Connection(SocketChannel channel) {
        this.channel = channel;
    }

    static Connection open(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            address = new InetSocketAddress(inet.getHostString(), inet.getPort());
        }
        var channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        try {
            channel.connect(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new Connection(channel);
    }

    /** One byte, or -1 at the end. */
    int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    /** Up to {@code length} bytes, at least one, or -1 at the end. */
    public int read(byte[] target, int offset, int length) throws IOException {
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        return count > 0;
    }

    /** A line without its end. */
    String readLine(int most) throws IOException {
        var line = new StringBuilder();
        for (int c = read(); c != '\n'; c = read()) {
            if (c < 0) {
                throw new EOFException("unexpected EOF");
            }
            if (line.length() >= most) {
                throw new IOException("the daemon's answer has a line of more than " + most + " bytes");
            }
            line.append((char) c);
        }
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            line.setLength(end - 1);
        }
        return line.toString();
    }

    public void write(byte[] bytes, int offset, int length) throws IOException {
        var source = ByteBuffer.wrap(bytes, offset, length);
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }

    /** Ends our side; the daemon's side goes on (half-close). */
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** The rest of the connection as a stream; closing it closes the connection. */
    InputStream stream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return Connection.this.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return Connection.this.read(target, offset, length);
            }

            @Override
            public void close() throws IOException {
                Connection.this.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
