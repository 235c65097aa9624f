package dev.sampan.linux.syscall;

/** keyctl(2). */
public final class Keys {
    public static final int KEYCTL_JOIN_SESSION_KEYRING = 1;
    public static final int KEYCTL_SETPERM = 5;
    public static final int KEYCTL_DESCRIBE = 6;

    private Keys() {}

    /** The calling thread gets a new session keyring of this name; its serial number is answered. */
    public static int joinSessionKeyring(String name) {
        try (var call = new Call(Sys.KEYCTL)) {
            return call.memoryless(KEYCTL_JOIN_SESSION_KEYRING, "KEYCTL_JOIN_SESSION_KEYRING")
                    .string(name)
                    .runInt();
        }
    }
}
