package dev.sampan.engine.container.check;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Signals as Docker's clients name them. The numbers are those of x86-64 and aarch64. */
public final class SignalName {

    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;

    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,9}");

    private static final int RTMIN = 34;
    private static final int RTMAX = 64;

    private static final String[] IN_ORDER = {
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };

    private static final Map<String, Integer> NUMBERS = numbers();

    private SignalName() {}

    /** Takes a number but 0, or a name with or without SIG in any case; throws InvalidRequest for any other. */
    public static int parse(String text) {
        if (DECIMAL.matcher(text).matches() && Integer.parseInt(text) != 0) {
            return Integer.parseInt(text);
        }
        String name = text.toUpperCase(Locale.ROOT);
        Integer number = NUMBERS.get(name.startsWith("SIG") ? name.substring(3) : name);
        if (number == null) {
            throw new InvalidRequest("invalid signal: " + text);
        }
        return number;
    }

    /** Whether the kernel has such a signal. */
    public static boolean exists(int number) {
        return number > 0 && number <= RTMAX;
    }

    private static Map<String, Integer> numbers() {
        var numbers = new HashMap<String, Integer>();
        for (int i = 0; i < IN_ORDER.length; i++) {
            numbers.put(IN_ORDER[i], i + 1);
        }
        numbers.put("IOT", 6);
        numbers.put("CLD", 17);
        numbers.put("POLL", 29);
        for (int n = RTMIN; n <= RTMAX; n++) {
            if (n - RTMIN <= 15) {
                numbers.put(n == RTMIN ? "RTMIN" : "RTMIN+" + (n - RTMIN), n);
            }
            if (RTMAX - n <= 14) {
                numbers.put(n == RTMAX ? "RTMAX" : "RTMAX-" + (RTMAX - n), n);
            }
        }
        return Map.copyOf(numbers);
    }
}
