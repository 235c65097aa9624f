package dev.sampan.engine.process;

/** Where a chunk came from. The numbers are those of Docker's multiplexed stream header. */
public enum StreamType {
    STDIN(0),
    STDOUT(1),
    STDERR(2);

    private final int number;

    StreamType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
