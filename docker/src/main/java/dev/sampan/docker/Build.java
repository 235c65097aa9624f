package dev.sampan.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this build is, as Maven wrote it down (docker/pom.xml). */
public final class Build {
    private static final Properties PROPERTIES = read();

    public static final String VERSION = PROPERTIES.getProperty("version");
    public static final String TIME = PROPERTIES.getProperty("time");

    /** Short; {@code unknown} when it was built of sources that are no git checkout. */
    public static final String COMMIT = PROPERTIES.getProperty("commit");

    private Build() {}

    private static Properties read() {
        var properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("read build.properties", e);
        }
    }
}
