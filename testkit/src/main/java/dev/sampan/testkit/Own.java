package dev.sampan.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * The mark of this JVM in the name of whatever its tests make on the host. By it the leak check knows their things from those of other
 * tests, daemons and checks that come and go on the same host.
 */
public final class Own {

    /** Short, since a link's name has 15 bytes: {@code tk1h-}. */
    static final String MARK = "t" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX) + "-";

    private Own() {}

    /** For a bridge, a cgroup, a table: {@code what} has up to eight characters. */
    public static String name(String what) {
        return MARK + what;
    }

    /** What every {@code @TempDir} is made by (junit-platform.properties). */
    public static final class TempDirs implements TempDirFactory {

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
            return Files.createTempDirectory(MARK);
        }
    }
}
