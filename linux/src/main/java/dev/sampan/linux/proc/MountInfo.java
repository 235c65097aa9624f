package dev.sampan.linux.proc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A line of /proc/PID/mountinfo (proc_pid_mountinfo(5)), octal escapes undone.
 *
 * @param device major:minor
 * @param root what of the file system is mounted
 * @param propagation the optional fields, such as {@code shared:1}
 */
public record MountInfo(
        int id,
        int parent,
        String device,
        String root,
        String target,
        String options,
        List<String> propagation,
        String type,
        String source,
        String superOptions) {
    public MountInfo {
        propagation = List.copyOf(propagation);
    }

    /** The mounts of this process's namespace, in the order they were made. */
    public static List<MountInfo> ofSelf() {
        return parse(ProcFile.read("/proc/thread-self/mountinfo"));
    }

    public static List<MountInfo> of(int pid) {
        return parse(ProcFile.read("/proc/" + pid + "/mountinfo"));
    }

    static List<MountInfo> parse(String text) {
        return text.lines().map(MountInfo::parseLine).toList();
    }

    private static MountInfo parseLine(String line) {
        var fields = List.of(line.split(" "));
        var dash = fields.indexOf("-");
        return new MountInfo(
                Integer.parseInt(fields.get(0)),
                Integer.parseInt(fields.get(1)),
                fields.get(2),
                unescape(fields.get(3)),
                unescape(fields.get(4)),
                fields.get(5),
                fields.subList(6, dash),
                unescape(fields.get(dash + 1)),
                unescape(fields.get(dash + 2)),
                dash + 3 < fields.size() ? unescape(fields.get(dash + 3)) : "");
    }

    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) return field;
        var in = field.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '\\' && i + 3 < in.length) {
                out.write((in[i + 1] - '0') << 6 | (in[i + 2] - '0') << 3 | in[i + 3] - '0');
                i += 3;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
