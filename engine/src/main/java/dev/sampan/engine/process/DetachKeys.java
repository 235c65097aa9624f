package dev.sampan.engine.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The bytes that, typed in a row, end an attachment without ending the process. Written as Docker does: single characters, {@code
 * ctrl-} with a letter or one of {@code @ [ \ ] ^ _}, or {@code DEL}, separated by commas.
 */
public final class DetachKeys {

    public static final DetachKeys DEFAULT = new DetachKeys(new byte[] {0x10, 0x11});

    private static final String CONTROLS = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

    private final byte[] keys;

    private DetachKeys(byte[] keys) {
        this.keys = keys;
    }

    /** Empty when it is not one; the error's text differs between attach and exec. An empty text is the default. */
    public static Optional<DetachKeys> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(DEFAULT);
        }
        var bytes = new ByteArrayOutputStream();
        for (String key : text.split(",", -1)) {
            int code = code(key);
            if (code < 0) {
                return Optional.empty();
            }
            bytes.write(code);
        }
        return Optional.of(new DetachKeys(bytes.toByteArray()));
    }

    private static int code(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 1) {
            return bytes[0] & 0xff;
        }
        if (key.equals("DEL")) {
            return 127;
        }
        return key.startsWith("ctrl-") && key.length() == 6 ? CONTROLS.indexOf(key.charAt(5)) : -1;
    }

    public byte[] bytes() {
        return keys.clone();
    }

    /** A watcher for one client's input. */
    public Watch watch() {
        return new Watch();
    }

    /** Holds back what may become the keys, and gives it out when it does not. */
    public final class Watch {
        private int matched;

        /**
         * Puts what shall reach the process into {@code passed}.
         *
         * @param passed has room for {@code typed} and the keys
         * @return whether the keys are complete; what follows them is dropped
         */
        public boolean filter(ByteBuffer typed, ByteBuffer passed) {
            while (typed.hasRemaining()) {
                byte b = typed.get();
                if (b == keys[matched]) {
                    matched++;
                    if (matched == keys.length) {
                        return true;
                    }
                    continue;
                }
                passed.put(keys, 0, matched);
                matched = b == keys[0] ? 1 : 0;
                if (matched == 0) {
                    passed.put(b);
                }
            }
            return false;
        }
    }
}
