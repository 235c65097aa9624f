package dev.sampan.linux.bpf;

/** What a filter answers, seccomp(2): SECCOMP_RET_*, with data in the lower half where the action takes some. */
public final class SeccompAction {

    public static final int KILL_PROCESS = 0x80000000;
    public static final int KILL_THREAD = 0;
    public static final int LOG = 0x7ffc0000;
    public static final int ALLOW = 0x7fff0000;

    private static final int TRAP = 0x00030000;
    private static final int ERRNO = 0x00050000;
    private static final int USER_NOTIF = 0x7fc00000;
    private static final int TRACE = 0x7ff00000;
    private static final int DATA = 0xffff;

    private SeccompAction() {}

    /** The call answers this error. The kernel caps it at 4095. */
    public static int errno(int number) {
        return ERRNO | number & DATA;
    }

    /** SIGSYS with this as si_errno. */
    public static int trap(int data) {
        return TRAP | data & DATA;
    }

    /** A tracer is told; ENOSYS without one. */
    public static int trace(int data) {
        return TRACE | data & DATA;
    }

    static String text(int action) {
        int data = action & DATA;
        return switch (action & ~DATA) {
            case KILL_PROCESS -> "KILL_PROCESS";
            case KILL_THREAD -> "KILL_THREAD";
            case TRAP -> "TRAP(" + data + ")";
            case ERRNO -> "ERRNO(" + data + ")";
            case USER_NOTIF -> "USER_NOTIF";
            case TRACE -> "TRACE(" + data + ")";
            case LOG -> "LOG";
            case ALLOW -> "ALLOW";
            default -> "0x" + Integer.toHexString(action);
        };
    }
}
