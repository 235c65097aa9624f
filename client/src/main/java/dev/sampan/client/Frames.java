package dev.sampan.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** Docker's multiplexed streams of attach, exec and logs. */
public final class Frames {
    private Frames() {}

    /** A reader that went away ends the copying: a PrintStream would swallow it and go on. */
    private static void flush(OutputStream target) throws IOException {
        target.flush();
        if (target instanceof PrintStream print && print.checkError()) {
            throw new IOException("write /dev/stdout: broken pipe");
        }
    }

    /** Copies to the end. A frame of stream 3 is the daemon's own error. */
    public static void copy(InputStream in, boolean raw, OutputStream out, OutputStream err) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        if (raw) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                if (in.available() == 0) {
                    flush(out);
                }
            }
            return;
        }
        byte[] head = new byte[8];
        while (in.readNBytes(head, 0, 8) == 8) {
            OutputStream target =
                    switch (head[0]) {
                        case 0, 1 -> out;
                        case 2 -> err;
                        case 3 -> OutputStream.nullOutputStream();
                        default -> throw new IOException("Unrecognized input header: " + head[0]);
                    };
            long left = (head[4] & 0xffL) << 24 | (head[5] & 0xff) << 16 | (head[6] & 0xff) << 8 | head[7] & 0xff;
            if (head[0] == 3) {
                byte[] text = in.readNBytes((int) Math.min(left, 1 << 20));
                throw new IOException(
                        "error from daemon in stream: " + new String(text, java.nio.charset.StandardCharsets.UTF_8));
            }
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    return;
                }
                target.write(buffer, 0, count);
                left -= count;
            }
            flush(target);
        }
    }
}
