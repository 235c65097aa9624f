package dev.sampan.cli;

/** What the command calls itself; a test compares it with the POM's version. */
public final class Version {
    public static final String VERSION = "0.1.0";
    /** The newest Docker API that the command was written against. */
    public static final String API = "1.56";

    private Version() {}
}
