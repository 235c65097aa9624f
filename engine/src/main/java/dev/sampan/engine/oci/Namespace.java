package dev.sampan.engine.oci;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One kind that the container does not share with the host: new when {@code path} is empty, else joined. A kind that is not listed is
 * the host's.
 *
 * @param path like {@code /proc/PID/ns/net}
 * @param startTime of the process that the path names, or 0 where the path is all that is known. Not in the spec's file: a pid alone
 *     may be another's by the time that it is opened
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Namespace(Type type, String path, @JsonIgnore long startTime) {

    public Namespace {
        path = Absent.text(path);
    }

    public Namespace(Type type, String path) {
        this(type, path, 0);
    }

    public static Namespace fresh(Type type) {
        return new Namespace(type, "");
    }

    public static Namespace join(Type type, String path) {
        return new Namespace(type, path);
    }

    /** That of another container's process, for as long as that process lives. */
    public static Namespace of(Type type, int pid, long startTime) {
        return new Namespace(type, "/proc/" + pid + "/ns/" + type.procName(), startTime);
    }

    public enum Type {
        @JsonProperty("pid")
        PID("pid"),
        @JsonProperty("network")
        NETWORK("net"),
        @JsonProperty("mount")
        MOUNT("mnt"),
        @JsonProperty("ipc")
        IPC("ipc"),
        @JsonProperty("uts")
        UTS("uts"),
        @JsonProperty("user")
        USER("user"),
        @JsonProperty("cgroup")
        CGROUP("cgroup"),
        @JsonProperty("time")
        TIME("time");

        private final String procName;

        Type(String procName) {
            this.procName = procName;
        }

        /** Its file in {@code /proc/PID/ns}. */
        public String procName() {
            return procName;
        }
    }
}
