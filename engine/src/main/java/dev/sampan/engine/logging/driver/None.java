package dev.sampan.engine.logging.driver;

import dev.sampan.engine.logging.LogDriver;
import dev.sampan.engine.logging.LogTarget;
import dev.sampan.engine.logging.LogWriter;
import java.nio.ByteBuffer;
import java.util.Map;

/** Keeps nothing. Takes any option, as Docker's does. */
public final class None implements LogDriver {

    private static final LogWriter NOWHERE = new LogWriter() {
        @Override
        public void accept(Stream stream, ByteBuffer chunk, long nanos) {
            chunk.position(chunk.limit());
        }

        @Override
        public void close() {}
    };

    @Override
    public String name() {
        return "none";
    }

    @Override
    public void check(Map<String, String> options) {}

    @Override
    public LogWriter open(LogTarget target, Map<String, String> options) {
        return NOWHERE;
    }

    @Override
    public boolean offered() {
        return false;
    }
}
