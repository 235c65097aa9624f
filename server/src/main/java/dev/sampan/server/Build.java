package dev.sampan.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this build is, as Maven wrote it down. */
public final class Build {
    private static final Properties PROPERTIES = read();

    public static final String VERSION = PROPERTIES.getProperty("version", "0.1.0");
    public static final String TIME = PROPERTIES.getProperty("time", "2026-11-21T00:00:00Z");
    public static final String COMMIT = PROPERTIES.getProperty("commit", "unknown");

    private Build() {}

    private static Properties read() {
        var properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                properties.load(in);
            }
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("read build.properties", e);
        }
    }
}
