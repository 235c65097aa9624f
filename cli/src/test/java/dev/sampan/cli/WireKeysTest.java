package dev.sampan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.NetworkingConfig;
import dev.sampan.api.exec.ExecCreateRequest;
import dev.sampan.api.exec.ExecStartRequest;
import dev.sampan.cli.container.ContainerFlags;
import dev.sampan.cli.flags.Flag;
import dev.sampan.cli.flags.FlagSet;
import dev.sampan.client.json.Json;
import dev.sampan.testkit.FakeDaemon;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command writes and reads plain maps, where a misspelt key would vanish without a word; here each is looked up in the wire records
 * of {@code api}.
 */
class WireKeysTest {

    /** Between them all flags that a create request has a field for; {@code ~} is a blank within a value. */
    private static final List<String> CREATE_LINES = List.of(
            """
            --add-host a:1.2.3.4 --annotation a=b --attach stdout --blkio-weight 10 --blkio-weight-device /dev/null:10 --cap-add all
            --cap-drop all --cgroup-parent p --cgroupns private --cpu-period 1000 --cpu-quota 1000 --cpu-rt-period 1 --cpu-rt-runtime 1
            --cpu-shares 2 --cpuset-cpus 0 --cpuset-mems 0 --device /dev/null --device-cgroup-rule c~1:3~r --device-read-bps /dev/null:1
            --device-read-iops /dev/null:1 --device-write-bps /dev/null:1 --device-write-iops /dev/null:1 --dns 1.1.1.1 --dns-option a
            --dns-search a --domainname d --entrypoint e --env A=b --expose 80 --gpus count=1,capabilities=gpu --group-add g
            --health-cmd c --health-interval 1s --health-retries 1 --health-start-interval 1s --health-start-period 1s
            --health-timeout 1s --hostname h --init --interactive --ip 1.2.3.4 --ip6 ::1 --ipc host --isolation default --label a=b
            --link a:b --link-local-ip 169.254.1.1 --log-driver json-file --log-opt a=b --mac-address 02:00:00:00:00:01
            --memory 64m --memory-reservation 32m --memory-swap 64m --memory-swappiness 1 --network n --network-alias a
            --oom-kill-disable --oom-score-adj 1 --pid host --pids-limit 1 --privileged --publish 80:80 --publish-all --read-only
            --restart on-failure:1 --runtime r --security-opt no-new-privileges --shm-size 1m --stop-signal TERM --stop-timeout 1
            --storage-opt size=1 --sysctl net.core.somaxconn=1 --tmpfs /t --tty --ulimit nofile=1 --user u --userns host --uts host --volume /a:/b
            --volume-driver local --volumes-from c --workdir /w""",
            "--cpus 1 --net name=n,alias=a,driver-opt=a=b,ip=1.2.3.4,ip6=::1,mac-address=02:00:00:00:00:01,gw-priority=1 --net-alias a",
            "--mount type=bind,source=/a,target=/b,readonly,bind-propagation=rprivate,bind-recursive=readonly,consistency=cached",
            "--mount type=volume,source=v,target=/b,volume-nocopy,volume-label=a=b,volume-driver=local,volume-opt=a=b,volume-subpath=s",
            "--mount type=tmpfs,target=/b,tmpfs-size=1,tmpfs-mode=700",
            "--mount type=image,source=i,target=/b,image-subpath=s",
            "--security-opt systempaths=unconfined --volume /a --no-healthcheck --rm");

    /** Flags that are for the command itself, or that another request carries. */
    private static final Set<String> NOT_IN_THE_BODY = Set.of(
            "cidfile",
            "cpu-count",
            "cpu-percent",
            "detach-keys",
            "disable-content-trust",
            "env-file",
            "help",
            "kernel-memory",
            "label-file",
            "name",
            "platform",
            "pull",
            "quiet",
            "rootfs");

    /** What looks like a key in the command's code and is none of Docker's wire: columns, headings, words of messages. */
    private static final Map<String, Set<String>> OTHER_WORDS = Map.ofEntries(
            Map.entry("Attachment", Set.of("WINCH")),
            Map.entry("CompletionScript", Set.of("CASES", "NAME")),
            Map.entry("ContainerRequest", Set.of("ALL", "CGROUP", "NONE", "PID", "USER", "UTS", "NetworkingConfig")),
            Map.entry("Events", Set.of("From", "Time", "TimeNano")), // what templates call from, time, timeNano
            Map.entry("History", Set.of("CreatedSince")),
            Map.entry("Images", Set.of("CreatedSince", "Digest", "Repository", "Tag", "UniqueSize", "VirtualSize")),
            Map.entry("Info", Set.of("CPUs", "ClientInfo", "Context")),
            Map.entry("Listing", Set.of("Label")),
            Map.entry("Main", Set.of("Run", "See")),
            Map.entry("MountFlag", Set.of("EOF", "FALSE", "False", "TRUE", "True")),
            Map.entry("NetworkList", Set.of("IPv4", "IPv6", "Label")),
            Map.entry("Ps", Set.of("Label", "LocalVolumes", "RunningFor")),
            Map.entry("Progress", Set.of("error", "stream")), // of lines that have no record
            Map.entry("SystemDf", Set.of("Active", "InUse")), // dockerd's build cache
            Map.entry("Verbs", Set.of("Commands")),
            Map.entry("VersionVerb", Set.of("APIVersion", "Client", "DefaultAPIVersion", "JavaVersion", "Server")));

    /** They read and write no JSON, but Nil, which names fields of Docker's that no record of ours has. */
    private static final Set<String> WITHOUT_KEYS =
            Set.of("Flow", "FlagType", "Nil", "Patience", "Signals", "Training", "Units");

    @TempDir
    Path folder;

    @Test
    void aCreateRequestsKeysAreFieldsOfItsRecord() throws IOException {
        var unknown = new TreeSet<String>();
        for (String line : CREATE_LINES) {
            Map<String, Object> request =
                    sent("create " + line + " hello", "{\"Id\":\"1\"}").getFirst();
            unknownKeys(request.remove("HostConfig"), HostConfig.class, "HostConfig", unknown);
            unknownKeys(request.remove("NetworkingConfig"), NetworkingConfig.class, "NetworkingConfig", unknown);
            unknownKeys(request, ContainerConfig.class, "", unknown);
        }
        assertThat(unknown).as("keys that the daemon does not know").isEmpty();
    }

    @Test
    void theCreateLinesHaveEveryFlag() {
        var missing = new TreeSet<String>();
        for (Flag flag : new FlagSet(ContainerFlags.TEXT).all()) {
            if (CREATE_LINES.stream().noneMatch(line -> arguments(line).contains("--" + flag.name()))) {
                missing.add(flag.name());
            }
        }
        assertThat(missing).isEqualTo(new TreeSet<>(NOT_IN_THE_BODY));
    }

    @Test
    void anExecsKeysAreFieldsOfItsRecords() throws IOException {
        List<Map<String, Object>> sent =
                sent("exec -d -e A=b -u u -w /w --privileged --detach-keys a a true", "{\"Id\":\"1\"}", "{}");
        var unknown = new TreeSet<String>();
        unknownKeys(sent.getFirst(), ExecCreateRequest.class, "create", unknown);
        unknownKeys(sent.getLast(), ExecStartRequest.class, "start", unknown);
        assertThat(unknown).as("keys that the daemon does not know").isEmpty();
    }

    /** The bodies that this command line sends to a daemon with these answers. */
    private List<Map<String, Object>> sent(String line, String... answers) throws IOException {
        Files.deleteIfExists(folder.resolve("s"));
        String[] whole =
                Arrays.stream(answers).map(body -> FakeDaemon.json(200, body)).toArray(String[]::new);
        try (var daemon = new FakeDaemon(folder, whole)) {
            var print = new PrintStream(OutputStream.nullOutputStream());
            var messages = new ByteArrayOutputStream();
            var program = new Program(
                    "sampan",
                    InputStream.nullInputStream(),
                    print,
                    new PrintStream(messages, true, StandardCharsets.UTF_8),
                    Map.of("DOCKER_HOST", "unix://" + folder.resolve("s")));
            assertThat(Main.run(program, arguments(line)))
                    .as(messages.toString(StandardCharsets.UTF_8))
                    .isZero();
            return daemon.requests.stream().map(WireKeysTest::body).toList();
        }
    }

    private static List<String> arguments(String line) {
        return Arrays.stream(line.split("\\s+"))
                .map(word -> word.replace('~', ' '))
                .toList();
    }

    private static Map<String, Object> body(String request) {
        try {
            byte[] json = request.substring(request.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.UTF_8);
            return Json.object(Json.parse(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unknownKeys(Object value, Type type, String path, Set<String> unknown) {
        if (type instanceof ParameterizedType made && value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> unknownKeys(one, made.getActualTypeArguments()[1], path + "." + key, unknown));
        } else if (type instanceof ParameterizedType made && value instanceof List<?> list) {
            list.forEach(one -> unknownKeys(one, made.getActualTypeArguments()[0], path + "[]", unknown));
        } else if (type instanceof Class<?> record && record.isRecord() && value instanceof Map<?, ?> map) {
            Map<String, Type> fields = fields(record);
            map.forEach((key, one) -> {
                if (fields.containsKey(key)) {
                    unknownKeys(one, fields.get(key), path + "." + key, unknown);
                } else {
                    unknown.add(path + "." + key);
                }
            });
        }
    }

    private static Map<String, Type> fields(Class<?> record) {
        var fields = new HashMap<String, Type>();
        for (RecordComponent component : record.getRecordComponents()) {
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            fields.put(named == null ? component.getName() : named.value(), component.getGenericType());
        }
        return fields;
    }

    @Test
    void everyKeyThatTheCommandKnowsIsAFieldOfSomeRecord() throws IOException {
        var known = new HashSet<String>();
        classes(HostConfig.class, (name, bytes) -> {
            if (!name.endsWith("package-info")) {
                Class<?> one = load(name);
                if (one.isRecord()) {
                    known.addAll(fields(one).keySet());
                }
            }
        });
        var unknown = new TreeSet<String>();
        classes(Main.class, (name, bytes) -> {
            String simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
            if (!WITHOUT_KEYS.contains(simple)) {
                for (String key : keys(bytes)) {
                    if (!known.contains(key)
                            && !OTHER_WORDS.getOrDefault(simple, Set.of()).contains(key)) {
                        unknown.add(simple + ": " + key);
                    }
                }
            }
        });
        assertThat(unknown).as("keys that no record of the API has").isEmpty();
    }

    /** Constants written as Go's exported names are, and those that are asked of an answer whatever they look like. */
    private static Set<String> keys(byte[] classFile) {
        var keys = new TreeSet<String>();
        for (MethodModel method : ClassFile.of().parse(classFile).methods()) {
            String last = "";
            for (CodeElement element :
                    method.code().map(code -> code.elementList()).orElse(List.of())) {
                if (element instanceof ConstantInstruction constant
                        && constant.constantValue() instanceof String text) {
                    last = text;
                    if (text.matches("[A-Z][A-Za-z0-9]+")) {
                        keys.add(text);
                    }
                } else if (element instanceof InvokeInstruction invoke) {
                    if (invoke.owner().asInternalName().equals("dev/sampan/client/json/Json")
                            && List.of("text", "number").contains(invoke.name().stringValue())
                            && !last.isEmpty()) {
                        keys.add(last);
                    }
                    last = "";
                }
            }
        }
        return keys;
    }

    private interface Each {
        void accept(String name, byte[] bytes) throws IOException;
    }

    /** All classes that are built together with this one, in a folder or a jar. */
    private static void classes(Class<?> one, Each each) throws IOException {
        try {
            Path place = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                classes(place, each);
                return;
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
                classes(jar.getPath("/"), each);
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void classes(Path root, Each each) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String path = root.relativize(file).toString();
                each.accept(
                        path.substring(0, path.length() - ".class".length()).replace('/', '.'),
                        Files.readAllBytes(file));
            }
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, WireKeysTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
