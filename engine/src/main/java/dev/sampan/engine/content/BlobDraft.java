package dev.sampan.engine.content;

import dev.sampan.engine.oci.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A blob on its way in. Closed without {@link #commit}, it was never there. */
public final class BlobDraft extends OutputStream {

    private final Path file;
    private final FileChannel channel;
    private final ContentDraft draft;
    private final MessageDigest hasher = Digest.sha256();
    private long size;
    private boolean committed;

    BlobDraft(Path file, ContentDraft draft) throws IOException {
        this.file = file;
        this.draft = draft;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        hasher.update(bytes, offset, length);
        var buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        size += length;
    }

    public long size() {
        return size;
    }

    /** Makes the blob visible under the digest of what was written. */
    public Digest commit() throws IOException {
        return settle(Digest.ofFinished(hasher));
    }

    /** The same, but refuses content that has another digest than expected. */
    public Digest commit(Digest expected) throws IOException {
        Digest digest = Digest.ofFinished(hasher);
        if (!digest.equals(expected)) {
            throw new IOException("content has digest " + digest + ", expected " + expected);
        }
        return settle(digest);
    }

    private Digest settle(Digest digest) throws IOException {
        channel.force(true);
        channel.close();
        draft.settle(file, digest);
        committed = true;
        return digest;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!committed) {
            Files.deleteIfExists(file);
        }
    }
}
