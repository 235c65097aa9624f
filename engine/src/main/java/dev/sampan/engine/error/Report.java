package dev.sampan.engine.error;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** For what must go on whatever happens: a message that cannot be written, for lack of memory or of a descriptor, stops nothing. */
public final class Report {

    private Report() {}

    public static void log(Logger logger, Level level, String what, Throwable why) {
        try {
            logger.log(level, what + ": " + Cause.of(why), why);
        } catch (Throwable unsaid) {
            why.addSuppressed(unsaid);
        }
    }
}
