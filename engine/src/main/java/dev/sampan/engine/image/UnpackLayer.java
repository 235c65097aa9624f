package dev.sampan.engine.image;

import dev.sampan.engine.archive.ArchiveException;
import dev.sampan.engine.archive.Compression;
import dev.sampan.engine.archive.ReadAhead;
import dev.sampan.engine.content.BlobDraft;
import dev.sampan.engine.error.Undo;
import dev.sampan.engine.oci.Descriptor;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Manifest;
import dev.sampan.engine.oci.MediaTypes;
import dev.sampan.engine.storage.ChainId;
import dev.sampan.engine.storage.LayerDraft;
import dev.sampan.engine.storage.LayerId;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Brings a layer in while its bytes pass by once: they go to the content store as they are, are hashed, unpacked, hashed again if they were
 * packed, and become files. Only when all of it fits does anything get a name.
 */
final class UnpackLayer {

    private static final int BUFFER = 64 << 10;

    private final ImageStore store;
    private final ImageDraft draft;

    /**
     * @param blob what the manifest says of the layer
     * @param diffId the digest of the unpacked tar, what the configuration says of it
     * @param id its chain id: what it is with all below
     */
    record Layer(Descriptor blob, Digest diffId, LayerId id) {}

    UnpackLayer(ImageStore store, ImageDraft draft) {
        this.store = store;
        this.draft = draft;
    }

    /** Takes a layer of unknown digest from outside, its packing kept if image-spec knows it, else taken off. */
    Layer bring(InputStream stream, List<LayerId> below) throws IOException {
        var in = new BufferedInputStream(stream, BUFFER);
        Compression packed = Compression.of(in);
        boolean kept = packed == Compression.GZIP || packed == Compression.ZSTD;
        try (BlobDraft blob = draft.content().blob();
                LayerDraft layer = store.layers().draft()) {
            MessageDigest hasher = Digest.sha256();
            var raw = new Tee(kept ? in : packed.open(in), blob);
            unpackInto(layer, kept ? new Tee(packed.open(raw), hashing(hasher)) : raw);
            raw.drain();
            long size = blob.size();
            Digest digest = blob.commit();
            Digest diffId = kept ? Digest.ofFinished(hasher) : digest;
            LayerId id = ChainId.of(below, diffId);
            store.commit(draft, layer, id, below);
            return new Layer(new Descriptor(mediaType(kept ? packed : Compression.NONE), digest, size), diffId, id);
        }
    }

    /**
     * Unpacks the layers of an image whose blobs are all here, several at the same time, and puts them in place in their order. Refuses one whose content is
     * not what the configuration says.
     */
    void all(Manifest manifest, ConfigDocument config) throws IOException {
        List<LayerId> ids = config.layers();
        List<Integer> missing = IntStream.range(0, ids.size())
                .filter(i -> !store.keep(draft, ids.get(i)))
                .boxed()
                .toList();
        List<Callable<LayerDraft>> tasks = missing.stream()
                .<Callable<LayerDraft>>map(i -> () -> unpacked(
                        manifest.layers().get(i).digest(), config.diffIds().get(i)))
                .toList();
        try (var unpacking = new InOrder(tasks)) {
            for (int i : missing) {
                try (LayerDraft layer = unpacking.next()) {
                    store.commit(draft, layer, ids.get(i), ids.subList(0, i));
                }
            }
        }
    }

    private LayerDraft unpacked(Digest blob, Digest diffId) throws IOException {
        try (var undo = new Undo();
                var in = new BufferedInputStream(store.content().open(blob), BUFFER)) {
            LayerDraft layer = store.layers().draft();
            undo.add("drop the layer", layer::close);
            MessageDigest hasher = Digest.sha256();
            unpackInto(layer, new Tee(Compression.of(in).open(in), hashing(hasher)));
            Digest found = Digest.ofFinished(hasher);
            if (!found.equals(diffId)) {
                throw new ArchiveException("wrong diff id calculated on extraction \"" + found + "\"");
            }
            undo.commit();
            return layer;
        }
    }

    /** Reads the stream to its end. What produces it (hashing, inflating, writing the blob) runs beside the making of files. */
    private static void unpackInto(LayerDraft layer, InputStream stream) throws IOException {
        try (var ahead = new ReadAhead(stream)) {
            layer.unpack(ahead);
        }
    }

    private static String mediaType(Compression packed) {
        return switch (packed) {
            case GZIP -> MediaTypes.OCI_LAYER_GZIP;
            case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
            default -> MediaTypes.OCI_LAYER;
        };
    }

    private static OutputStream hashing(MessageDigest hasher) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                hasher.update((byte) b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                hasher.update(bytes, offset, length);
            }
        };
    }

    /** Whoever reads here writes there. */
    private static final class Tee extends FilterInputStream {

        private final OutputStream out;

        Tee(InputStream in, OutputStream out) {
            super(in);
            this.out = out;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int got = in.read(buffer, offset, length);
            if (got > 0) {
                out.write(buffer, offset, got);
            }
            return got;
        }

        @Override
        public long skip(long count) throws IOException {
            return read(new byte[(int) Math.min(count, BUFFER)]);
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        void drain() throws IOException {
            byte[] buffer = new byte[BUFFER];
            while (read(buffer, 0, buffer.length) >= 0) {
                // the digest covers the stream to its end
            }
        }
    }
}
