package dev.sampan.engine.image;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which texts name a signal; what they mean is the business of who sends it. */
final class StopSignal {

    private static final Set<String> NAMES = Set.of(
            "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
            "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU",
            "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX");
    private static final Pattern NUMBER = Pattern.compile("[1-9]|[1-5][0-9]|6[0-4]");
    private static final Pattern REAL_TIME = Pattern.compile("RTMIN\\+([1-9]|1[0-5])|RTMAX-([1-9]|1[0-4])");

    private StopSignal() {}

    /** The same text. Throws EngineException.InvalidRequest {@code invalid signal: NOSIG}. */
    static String checked(String text) {
        String name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        if (!NUMBER.matcher(text).matches()
                && !NAMES.contains(name)
                && !REAL_TIME.matcher(name).matches()) {
            throw new InvalidRequest("invalid signal: " + text);
        }
        return text;
    }
}
