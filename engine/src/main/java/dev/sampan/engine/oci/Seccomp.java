package dev.sampan.engine.oci;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter in the specification's words. {@code engine.security} compiles it; the launch takes the compiled bytes. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Seccomp(
        String defaultAction,
        @Nullable Long defaultErrnoRet,
        List<String> architectures,
        List<String> flags,
        List<Syscalls> syscalls) {

    public Seccomp {
        architectures = Absent.list(architectures);
        flags = Absent.list(flags);
        syscalls = Absent.list(syscalls);
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Syscalls(
            List<String> names, String action, @Nullable Long errnoRet, List<Arg> args) {

        public Syscalls {
            names = Absent.list(names);
            args = Absent.list(args);
        }
    }

    /** @param op like {@code SCMP_CMP_EQ} */
    public record Arg(int index, long value, long valueTwo, String op) {}
}
