package dev.sampan.server.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The process's loggers, found by the JDK as a service. Their one threshold is set by {@code --log-level}. */
public final class StderrLoggers extends System.LoggerFinder {
    private static volatile Logger.Level threshold = Logger.Level.INFO;

    public static void threshold(Logger.Level level) {
        threshold = level;
    }

    @Override
    public Logger getLogger(String name, Module module) {
        return new Lines(name);
    }

    private record Lines(String name) implements Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            boolean ours = name.startsWith("dev.sampan");
            Level least = ours ? threshold : Level.WARNING;
            return level.getSeverity() >= least.getSeverity();
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                write(level, translate(bundle, message), thrown);
            }
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... parameters) {
            if (isLoggable(level)) {
                String text = translate(bundle, format);
                write(level, filled(text, parameters), null);
            }
        }

        /** Not MessageFormat, for which apostrophes and numbers are something else than text. */
        private static String filled(String text, @Nullable Object @Nullable ... parameters) {
            String filled = text;
            for (int i = 0; parameters != null && i < parameters.length; i++) {
                filled = filled.replace("{" + i + "}", String.valueOf(parameters[i]));
            }
            return filled;
        }

        private static String translate(@Nullable ResourceBundle bundle, @Nullable String key) {
            try {
                return bundle == null || key == null ? String.valueOf(key) : bundle.getString(key);
            } catch (MissingResourceException e) {
                return String.valueOf(key);
            }
        }

        private static void write(Level level, String message, @Nullable Throwable thrown) {
            var line = new StringWriter();
            line.append(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                    .append(' ')
                    .append(level.getName().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(message)
                    .append('\n');
            if (thrown != null) {
                thrown.printStackTrace(new PrintWriter(line, true));
            }
            System.err.print(line);
        }
    }
}
