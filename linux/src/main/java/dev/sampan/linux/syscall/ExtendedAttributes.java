package dev.sampan.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Extended attributes (xattr(7)), by descriptor or by a path whose last link is not followed. */
public final class ExtendedAttributes {
    public static final int XATTR_CREATE = 1;
    public static final int XATTR_REPLACE = 2;
    private static final int XATTR_SIZE_MAX = 65536;

    private ExtendedAttributes() {}

    /** fgetxattr(2); empty where the attribute is not there. */
    public static Optional<byte[]> fgetxattr(int fd, String name) {
        try (var call = new Call(Sys.FGETXATTR)) {
            return value(call, call.fd(fd).string(name));
        }
    }

    /** lgetxattr(2): of a link, not of what it points to; empty where the attribute is not there. */
    public static Optional<byte[]> lgetxattr(String path, String name) {
        try (var call = new Call(Sys.LGETXATTR)) {
            return value(call, call.string(path).string(name));
        }
    }

    public static void fsetxattr(int fd, String name, byte[] value, int flags) {
        try (var call = new Call(Sys.FSETXATTR)) {
            call.fd(fd)
                    .string(name)
                    .bytes(value)
                    .number(value.length)
                    .number(flags)
                    .run();
        }
    }

    public static void lsetxattr(String path, String name, byte[] value, int flags) {
        try (var call = new Call(Sys.LSETXATTR)) {
            call.string(path)
                    .string(name)
                    .bytes(value)
                    .number(value.length)
                    .number(flags)
                    .run();
        }
    }

    public static List<String> flistxattr(int fd) {
        try (var call = new Call(Sys.FLISTXATTR)) {
            return names(call, call.fd(fd));
        }
    }

    public static List<String> llistxattr(String path) {
        try (var call = new Call(Sys.LLISTXATTR)) {
            return names(call, call.string(path));
        }
    }

    public static void fremovexattr(int fd, String name) {
        try (var call = new Call(Sys.FREMOVEXATTR)) {
            call.fd(fd).string(name).run();
        }
    }

    public static void lremovexattr(String path, String name) {
        try (var call = new Call(Sys.LREMOVEXATTR)) {
            call.string(path).string(name).run();
        }
    }

    private static Optional<byte[]> value(Call call, Call begun) {
        var buffer = call.buffer(XATTR_SIZE_MAX);
        var length = begun.memory(buffer, "buffer").number(XATTR_SIZE_MAX).attempt();
        if (length == -Errno.ENODATA.number() || length == -Errno.EOPNOTSUPP.number()) return Optional.empty();
        if (length < 0) throw call.failed(length);
        return Optional.of(buffer.asSlice(0, length).toArray(JAVA_BYTE));
    }

    private static List<String> names(Call call, Call begun) {
        var buffer = call.buffer(XATTR_SIZE_MAX);
        var length = begun.memory(buffer, "buffer").number(XATTR_SIZE_MAX).attempt();
        if (length == -Errno.EOPNOTSUPP.number()) return List.of();
        if (length < 0) throw call.failed(length);
        var names = new ArrayList<String>();
        for (long at = 0; at < length; ) {
            var name = buffer.getString(at);
            names.add(name);
            at += name.getBytes(StandardCharsets.UTF_8).length + 1;
        }
        return names;
    }
}
