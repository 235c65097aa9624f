package dev.sampan.linux.struct;

import java.util.StringJoiner;

/** The two structs of capset(2), version 3: three sets of 64 bits, each cut in two halves. */
public record CapabilityData(long effective, long permitted, long inheritable) {
    private static final long VERSION_3 = 0x20080522;
    private static final String[] NAMES = {
        "CAP_CHOWN",
        "CAP_DAC_OVERRIDE",
        "CAP_DAC_READ_SEARCH",
        "CAP_FOWNER",
        "CAP_FSETID",
        "CAP_KILL",
        "CAP_SETGID",
        "CAP_SETUID",
        "CAP_SETPCAP",
        "CAP_LINUX_IMMUTABLE",
        "CAP_NET_BIND_SERVICE",
        "CAP_NET_BROADCAST",
        "CAP_NET_ADMIN",
        "CAP_NET_RAW",
        "CAP_IPC_LOCK",
        "CAP_IPC_OWNER",
        "CAP_SYS_MODULE",
        "CAP_SYS_RAWIO",
        "CAP_SYS_CHROOT",
        "CAP_SYS_PTRACE",
        "CAP_SYS_PACCT",
        "CAP_SYS_ADMIN",
        "CAP_SYS_BOOT",
        "CAP_SYS_NICE",
        "CAP_SYS_RESOURCE",
        "CAP_SYS_TIME",
        "CAP_SYS_TTY_CONFIG",
        "CAP_MKNOD",
        "CAP_LEASE",
        "CAP_AUDIT_WRITE",
        "CAP_AUDIT_CONTROL",
        "CAP_SETFCAP",
        "CAP_MAC_OVERRIDE",
        "CAP_MAC_ADMIN",
        "CAP_SYSLOG",
        "CAP_WAKE_ALARM",
        "CAP_BLOCK_SUSPEND",
        "CAP_AUDIT_READ",
        "CAP_PERFMON",
        "CAP_BPF",
        "CAP_CHECKPOINT_RESTORE",
    };

    public static final Layout HEADER =
            Layout.of("__user_cap_header_struct", 8).u32("version").u32("pid").end();
    public static final byte[] HEADER_BYTES =
            HEADER.writer().set("version", VERSION_3).bytes();

    public static final Layout LAYOUT = Layout.of("__user_cap_data_struct[2]", 24)
            .u32("[0].effective")
            .u32("[0].permitted")
            .u32("[0].inheritable")
            .u32("[1].effective")
            .u32("[1].permitted")
            .u32("[1].inheritable")
            .end();

    public byte[] bytes() {
        return LAYOUT.writer()
                .set("[0].effective", effective)
                .set("[0].permitted", permitted)
                .set("[0].inheritable", inheritable)
                .set("[1].effective", effective >>> 32)
                .set("[1].permitted", permitted >>> 32)
                .set("[1].inheritable", inheritable >>> 32)
                .bytes();
    }

    /** The name of capability {@code number}. */
    public static String name(int number) {
        return number < NAMES.length ? NAMES[number] : Integer.toString(number);
    }

    /** The names of a mask, as {@code CAP_CHOWN|CAP_KILL}. */
    public static String names(long mask) {
        var names = new StringJoiner("|");
        names.setEmptyValue("0");
        for (int i = 0; i < 64; i++) {
            if ((mask >>> i & 1) == 1) names.add(name(i));
        }
        return names.toString();
    }

    @Override
    public String toString() {
        var text = "{effective=" + names(effective);
        text += ", permitted=" + (permitted == effective ? "the same" : names(permitted));
        return text + ", inheritable=" + names(inheritable) + "}";
    }
}
