package dev.sampan.engine.security;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.bpf.Abi;
import dev.sampan.linux.bpf.SeccompAction;
import dev.sampan.linux.bpf.SeccompFilter.Condition;
import dev.sampan.linux.bpf.SeccompFilter.Op;
import dev.sampan.linux.proc.KernelVersion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads the JSON of {@code --security-opt seccomp=}: Docker's profile format, of which the OCI runtime spec's is a part. Bounded. */
final class SeccompJson {

    private static final int LONGEST = 4 << 20;
    private static final int EPERM = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxDocumentLength(LONGEST)
                            .build())
                    .build())
            .build();

    private SeccompJson() {}

    static SeccompProfile parse(String text) {
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (JacksonException malformed) {
            throw failed(malformed.getOriginalMessage());
        }
        if (!root.isObject()) {
            throw failed("json: cannot unmarshal " + root.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                    + " into Go value of type seccomp.Seccomp");
        }
        var rules = new ArrayList<SeccompProfile.Rule>();
        for (var entry : list(root, "syscalls")) {
            add(rules, entry);
        }
        return new SeccompProfile(action(root, "defaultAction", "defaultErrnoRet"), rules, abis(root));
    }

    private static Set<Abi> abis(JsonNode root) {
        var listed = texts(root, "architectures");
        var map = list(root, "archMap");
        if (!listed.isEmpty() && !map.isEmpty()) {
            throw new SystemFailure(
                    "both 'architectures' and 'archMap' are specified in the seccomp profile, use either"
                            + " 'architectures' or 'archMap'");
        }
        var names = new HashSet<>(listed);
        var machine = Abi.of(Arch.host()).getFirst().profileName();
        for (var entry : map) {
            if (text(entry, "architecture").equals(machine)) {
                names.addAll(texts(entry, "subArchitectures"));
            }
        }
        var result = EnumSet.noneOf(Abi.class);
        for (var abi : Abi.values()) {
            if (names.contains(abi.profileName())) {
                result.add(abi);
            }
        }
        return result;
    }

    private static void add(List<SeccompProfile.Rule> rules, JsonNode entry) {
        var names = texts(entry, "names");
        var name = text(entry, "name");
        if (!name.isEmpty() && !names.isEmpty()) {
            throw new SystemFailure(
                    "both 'name' and 'names' are specified in the seccomp profile, use either 'name' or 'names'");
        }
        var all = name.isEmpty() ? names : List.of(name);
        int action = action(entry, "action", "errnoRet");
        var requirement = requirement(field(entry, "includes"), field(entry, "excludes"));
        var conditions =
                list(entry, "args").stream().map(SeccompJson::condition).toList();
        boolean repeated =
                conditions.stream().map(Condition::argument).distinct().count() < conditions.size();
        if (repeated) {
            // As runc: two conditions on one argument are alternatives.
            conditions.forEach(c -> rules.add(new SeccompProfile.Rule(all, action, List.of(c), requirement)));
        } else {
            rules.add(new SeccompProfile.Rule(all, action, conditions, requirement));
        }
    }

    private static int action(JsonNode node, String field, String errnoField) {
        var errno = field(node, errnoField);
        int number = errno.isNumber() ? errno.asInt() : EPERM;
        var name = text(node, field);
        return switch (name) {
            case "SCMP_ACT_ALLOW" -> SeccompAction.ALLOW;
            case "SCMP_ACT_ERRNO" -> SeccompAction.errno(number);
            case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD" -> SeccompAction.KILL_THREAD;
            case "SCMP_ACT_KILL_PROCESS" -> SeccompAction.KILL_PROCESS;
            case "SCMP_ACT_LOG" -> SeccompAction.LOG;
            case "SCMP_ACT_TRAP" -> SeccompAction.trap(0);
            case "SCMP_ACT_TRACE" -> SeccompAction.trace(number);
            case "SCMP_ACT_NOTIFY" ->
                throw new SystemFailure(
                        "seccomp profile: SCMP_ACT_NOTIFY needs a listener, which sampan does not have");
            default -> throw new SystemFailure("string " + name + " is not a valid action for seccomp");
        };
    }

    private static Condition condition(JsonNode arg) {
        int index = field(arg, "index").asInt(0);
        if (index < 0 || index > 5) {
            throw new SystemFailure("seccomp profile: a system call has no argument " + index);
        }
        long value = number(arg, "value");
        var op = text(arg, "op");
        return switch (op) {
            case "SCMP_CMP_EQ" -> new Condition(index, Op.EQ, value);
            case "SCMP_CMP_NE" -> new Condition(index, Op.NE, value);
            case "SCMP_CMP_LT" -> new Condition(index, Op.LT, value);
            case "SCMP_CMP_LE" -> new Condition(index, Op.LE, value);
            case "SCMP_CMP_GT" -> new Condition(index, Op.GT, value);
            case "SCMP_CMP_GE" -> new Condition(index, Op.GE, value);
            case "SCMP_CMP_MASKED_EQ" -> new Condition(index, Op.EQ, number(arg, "valueTwo"), value);
            default -> throw new SystemFailure("string " + op + " is not a valid operator for seccomp");
        };
    }

    /** Unsigned, 64 bits. */
    private static long number(JsonNode node, String name) {
        var value = field(node, name);
        if (value.isMissingNode()) {
            return 0;
        }
        if (!value.isIntegralNumber()
                || value.bigIntegerValue().bitLength() > 64
                || value.bigIntegerValue().signum() < 0) {
            throw failed("json: cannot unmarshal " + value + " into Go struct field LinuxSeccompArg." + name
                    + " of type uint64");
        }
        return value.bigIntegerValue().longValue();
    }

    private static SeccompProfile.Requirement requirement(JsonNode includes, JsonNode excludes) {
        var kernel = text(includes, "minKernel");
        try {
            return new SeccompProfile.Requirement(
                    Set.copyOf(texts(includes, "caps")),
                    Set.copyOf(texts(excludes, "caps")),
                    Set.copyOf(texts(includes, "arches")),
                    Set.copyOf(texts(excludes, "arches")),
                    kernel.isEmpty() ? Optional.empty() : Optional.of(KernelVersion.parse(kernel)));
        } catch (IllegalArgumentException bad) {
            throw failed("invalid kernel version: " + GoText.quoted(kernel));
        }
    }

    /** By its name, or in another case, as Docker's decoder takes it; null is like missing. */
    private static JsonNode field(JsonNode node, String name) {
        var exact = node.path(name);
        if (exact.isMissingNode() && node.isObject()) {
            for (var entry : node.properties()) {
                if (entry.getKey().equalsIgnoreCase(name)) {
                    exact = entry.getValue();
                }
            }
        }
        return exact.isNull() ? MissingNode.getInstance() : exact;
    }

    private static String text(JsonNode node, String name) {
        var value = field(node, name);
        if (!value.isMissingNode() && !value.isString()) {
            throw failed(
                    "json: cannot unmarshal " + value + " into Go struct field Seccomp." + name + " of type string");
        }
        return value.asString("");
    }

    private static List<String> texts(JsonNode node, String name) {
        return list(node, name).stream()
                .map(n -> {
                    if (!n.isString()) {
                        throw failed("json: cannot unmarshal " + n + " into Go struct field Seccomp." + name
                                + " of type string");
                    }
                    return n.asString();
                })
                .toList();
    }

    private static List<JsonNode> list(JsonNode node, String name) {
        var value = field(node, name);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw failed("json: cannot unmarshal " + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                    + " into Go struct field Seccomp." + name);
        }
        Stream<JsonNode> stream = StreamSupport.stream(value.spliterator(), false);
        return stream.toList();
    }

    private static SystemFailure failed(String why) {
        return new SystemFailure("Decoding seccomp profile failed: " + why);
    }
}
