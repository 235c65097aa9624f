package dev.sampan.engine.container.check;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.BitSet;
import java.util.Optional;

/** A list of processors or memory nodes, {@code 0-2,4}, as the kernel's cpuset takes it. */
public final class CpuSet {

    private static final int MOST = 8192;

    private CpuSet() {}

    /** @param kind cpus or mems */
    public static void check(String kind, String list, BitSet available) {
        if (list.isEmpty()) {
            return;
        }
        BitSet asked = parse(list)
                .orElseThrow(() -> new InvalidRequest(
                        "Invalid value " + list + " for cpuset " + kind + ": invalid format: " + list));
        asked.andNot(available);
        if (!asked.isEmpty()) {
            throw new InvalidRequest("Requested " + (kind.equals("cpus") ? "CPUs" : "memory nodes")
                    + " are not available - requested " + list + ", available: " + text(available));
        }
    }

    /** Empty for a malformed one. */
    public static Optional<BitSet> parse(String list) {
        var set = new BitSet();
        for (String part : list.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = number(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : number(part.substring(dash + 1));
            if (first < 0 || last < first) {
                return Optional.empty();
            }
            set.set(first, Math.min(last, MOST) + 1);
        }
        return Optional.of(set);
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 6 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Math.min(Integer.parseInt(digits), MOST);
    }

    /** {@code 0-2,4}. */
    public static String text(BitSet set) {
        var text = new StringBuilder();
        for (int first = set.nextSetBit(0); first >= 0; ) {
            int end = set.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = set.nextSetBit(end);
        }
        return text.toString();
    }
}
