package dev.sampan.linux.struct;

import java.lang.foreign.MemorySegment;

/** What waitid(2) fills in of siginfo_t. */
public record SigInfo(int pid, int uid, int code, int status) {
    public static final int CLD_EXITED = 1;
    public static final int CLD_KILLED = 2;
    public static final int CLD_DUMPED = 3;

    public static final Layout LAYOUT = Layout.of("siginfo", 128)
            .u32("si_signo")
            .u32("si_errno")
            .u32("si_code")
            .space("pad", 4, 4)
            .u32("si_pid")
            .u32("si_uid")
            .u32("si_status")
            .space("rest", 100, 4)
            .end();
    public static final int SIZE = LAYOUT.size();

    public static SigInfo read(MemorySegment at) {
        return new SigInfo(
                (int) LAYOUT.get(at, "si_pid"), (int) LAYOUT.get(at, "si_uid"), (int) LAYOUT.get(at, "si_code"), (int)
                        LAYOUT.get(at, "si_status"));
    }

    /** The shell's number: the code the process gave, or 128 plus the signal that ended it. */
    public int exitCode() {
        return code == CLD_EXITED ? status : 128 + status;
    }
}
