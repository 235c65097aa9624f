package dev.sampan.cli.terminal;

import java.util.Arrays;
import java.util.Optional;

/** The key sequence that leaves a container running, {@code ctrl-p,ctrl-q} unless said otherwise, as found in typed bytes. */
public final class DetachKeys {
    /** What to do with typed bytes. */
    public record Typed(byte[] pass, boolean detach) {}

    private final byte[] sequence;
    private int matched;

    private DetachKeys(byte[] sequence) {
        this.sequence = sequence;
    }

    /** Keys by name, separated by commas: a, ctrl-a to ctrl-z, ctrl-@ [ \ ] ^ _; empty when one is none of these. */
    public static Optional<DetachKeys> parse(String keys) {
        if (keys.isEmpty()) {
            return Optional.of(new DetachKeys(new byte[] {16, 17}));
        }
        String[] names = keys.split(",", -1);
        byte[] sequence = new byte[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            if (name.length() == 1 && name.charAt(0) < 128) {
                sequence[i] = (byte) name.charAt(0);
            } else if (name.length() == 6 && name.startsWith("ctrl-") && "@[\\]^_".indexOf(name.charAt(5)) >= 0
                    || name.matches("ctrl-[a-z]")) {
                sequence[i] = (byte) (Character.toUpperCase(name.charAt(5)) & 0x1f);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new DetachKeys(sequence));
    }

    /** Bytes of a sequence begun are held back until it is clear that they are not the keys. */
    public Typed typed(byte[] bytes, int length) {
        byte[] pass = new byte[length + sequence.length];
        int count = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == sequence[matched]) {
                if (++matched == sequence.length) {
                    return new Typed(Arrays.copyOf(pass, count), true);
                }
                continue;
            }
            for (int held = 0; held < matched; held++) {
                pass[count++] = sequence[held];
            }
            matched = bytes[i] == sequence[0] && sequence.length > 1 ? 1 : 0;
            if (matched == 0) {
                pass[count++] = bytes[i];
            }
        }
        return new Typed(Arrays.copyOf(pass, count), false);
    }
}
