package dev.sampan.api.go;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.NetworkingConfig;
import dev.sampan.api.exec.ExecCreateRequest;
import dev.sampan.api.exec.ExecStartRequest;
import dev.sampan.api.network.NetworkConnectRequest;
import dev.sampan.api.network.NetworkCreateRequest;
import dev.sampan.api.network.NetworkDisconnectRequest;
import dev.sampan.api.volume.VolumeCreateRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDecoderTest {
    private static final int DAMAGED = 10_000;

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1.5",
            "1e3",
            "65536",
            "70000",
            "4294967296",
            "9223372036854775808",
            "99999999999999999999",
            "\"\"",
            "\"x\"",
            "\"80/tcp\"",
            "\"10.0.0.1\"",
            "\"1.2.3\"",
            "\"fe80::1\"",
            "\"::g\"",
            "\"02:42:ac:11:00:08\"",
            "\"10.0.0.0/8\"",
            "\"10.0.0.0/99\"",
            "[]",
            "[1]",
            "[\"a\"]",
            "[[1]]",
            "[true,1]",
            "[{}]",
            "{}",
            "{\"a\":1}",
            "{\"a\":\"b\"}",
            "{\"80/tcp\":{}}",
            "{\"80/tcp\":[{\"HostIp\":\"x\"}]}",
            "{\"19039;1230\":[]}",
            "{\"\":{}}",
            "{\"a\":[1]}",
            "{\"a\":{}}",
            "[{\"Path\":1}]",
            "[{\"Rate\":-1}]",
            "[null]");

    private static final List<String> ADDRESSES = List.of(
            "x",
            "",
            "1",
            "1.2.3.4",
            "1.2.3.4.5",
            "1.2.3.256",
            "01.2.3.4",
            "1..2.3",
            "1.2.3.",
            "1.2.3.x",
            ":",
            "::",
            ":::",
            "1::2::3",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7::8",
            "1:2:3:4:5:6:7:8::",
            "12345::",
            "1:x",
            "1:",
            "::1.2.3.4",
            "1:2:3:4:5:6:7:1.2.3.4",
            "1:2:3:1.2.3.4",
            "::1.2.3",
            "fe80::1%eth0",
            "fe80::1%",
            "%a",
            "::%a",
            "g::",
            "é",
            "\t");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{Image:1}|invalid character 'I' looking for beginning of object key string",
                "{\"Image\":1}|json: cannot unmarshal number into Go struct field CreateRequest.Config.Image of type string",
                "{\"Image\":\"a\"|unexpected EOF",
                "{\"HostConfig\":{\"Memory\":\"1\"}}"
                        + "|json: cannot unmarshal string into Go struct field HostConfig.HostConfig.Resources.Memory of type int64",
                "{\"HostConfig\":{\"PortBindings\":{\"19039;1230\":[]}}}|invalid port '19039;1230': invalid syntax",
                "{\"HostConfig\":{\"Dns\":[\"x\"]}}|ParseAddr(\"x\"): unable to parse IP",
                "{\"HostConfig\":{\"NetworkMode\":[]}}"
                        + "|json: cannot unmarshal array into Go struct field HostConfig.HostConfig.NetworkMode of type container.NetworkMode",
                "[]|json: cannot unmarshal array into Go value of type container.CreateRequest",
            })
    void saysWhatGoSays(String body, String text) {
        assertThat(ours("CreateRequest", body.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    /** Whoever adds a field to a record adds it to requests.go. */
    @Test
    void declaresEveryFieldOfTheRecords() {
        declared(ContainerConfig.class, "Config");
        declared(HostConfig.class, "HostConfig");
        declared(NetworkingConfig.class, "NetworkingConfig");
        declared(ExecCreateRequest.class, "ExecCreateRequest");
        declared(ExecStartRequest.class, "ExecStartRequest");
        declared(NetworkCreateRequest.class, "NetworkCreateRequest");
        declared(NetworkConnectRequest.class, "ConnectRequest");
        declared(NetworkDisconnectRequest.class, "DisconnectRequest");
        declared(VolumeCreateRequest.class, "VolumeCreateRequest");
    }

    private static void declared(Class<?> type, String name) {
        declared(type, GoTypes.named(name).orElseThrow());
    }

    private static void declared(Type java, GoType go) {
        if (java instanceof ParameterizedType made) {
            Type[] of = made.getActualTypeArguments();
            switch (go) {
                case GoType.Slice slice -> declared(of[0], slice.element());
                case GoType.Dictionary map -> declared(of[1], map.value());
                case GoType other -> throw new AssertionError(java + " is no " + other);
            }
        } else if (java instanceof Class<?> type && type.isRecord()) {
            assertThat(go).as(type.getSimpleName()).isInstanceOf(GoType.Struct.class);
            for (RecordComponent component : type.getRecordComponents()) {
                JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
                GoType.Field field = ((GoType.Struct) go).fields().get(GoTypes.key(property.value()));
                assertThat(field)
                        .as(type.getSimpleName() + "." + property.value())
                        .isNotNull();
                declared(component.getGenericType(), field.type());
            }
        }
    }

    private static String ours(String type, byte[] body) {
        try {
            GoDecoder.check(body, type);
            return "ok";
        } catch (GoFault e) {
            return String.valueOf(e.getMessage());
        }
    }

    private record Body(String type, byte[] bytes) {}

    /** Every field of every request with every kind of value, and bodies with damage, against encoding/json itself. */
    @Test
    void agreesWithARealGoProgram(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(hasGo(), "no Go on this machine");
        long seed = Long.getLong("sampan.seed", System.nanoTime());
        System.out.println("GoDecoderTest: -Dsampan.seed=" + seed);
        List<Body> bodies = bodies(new Random(seed));
        List<String> theirs = go(directory, bodies);
        var differing = new ArrayList<String>();
        for (int i = 0; i < bodies.size(); i++) {
            Body body = bodies.get(i);
            String ours = quotedAscii(withoutPackages(ours(body.type(), body.bytes())));
            String go = withoutPackages(theirs.get(i));
            if (!ours.equals(go)) {
                differing.add(body.type() + " " + new String(body.bytes(), StandardCharsets.UTF_8) + "\n  go:   " + go
                        + "\n  ours: " + ours);
            }
        }
        System.out.println("GoDecoderTest: " + bodies.size() + " bodies, " + differing.size() + " texts differ");
        assertThat(differing).isEmpty();
    }

    private static boolean hasGo() {
        try {
            var go = new ProcessBuilder("go", "version")
                    .redirectErrorStream(true)
                    .start();
            go.getInputStream().readAllBytes();
            return go.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<Body> bodies(Random random) {
        var bodies = new ArrayList<Body>();
        for (String request : List.of(
                "CreateRequest",
                "UpdateConfig",
                "Config",
                "ExecCreateRequest",
                "ExecStartRequest",
                "NetworkCreateRequest",
                "ConnectRequest",
                "DisconnectRequest",
                "VolumeCreateRequest")) {
            fields(GoTypes.named(request).orElseThrow(), "", "", request, bodies);
        }
        for (String address : ADDRESSES) {
            bodies.add(body("CreateRequest", "{\"HostConfig\":{\"Dns\":[\"" + address.replace("\t", "\\t") + "\"]}}"));
            bodies.add(body(
                    "NetworkCreateRequest",
                    "{\"IPAM\":{\"Config\":[{\"Subnet\":\"" + address.replace("\t", "\\t") + "/24\"}]}}"));
        }
        for (String each : List.of(
                "",
                " ",
                "{",
                "[",
                "nul",
                "nulx",
                "-",
                "-x",
                "0.",
                "0.x",
                "1e",
                "1ex",
                "\"\\q\"",
                "\"\\u12x\"",
                "\"\n\"",
                "{\"a\" 1}",
                "{\"a\":1 \"b\"}",
                "[1 2]",
                "{,}",
                "[,]",
                "{\"a\":1,}",
                "'",
                "\\",
                "\u007f",
                "ï",
                "\uFEFF{}",
                "01",
                "{}x",
                "tru")) {
            bodies.add(body("CreateRequest", each));
        }
        bodies.add(body("CreateRequest", "[".repeat(10_001)));
        int whole = bodies.size();
        for (int i = 0; i < DAMAGED; i++) {
            Body body = bodies.get(random.nextInt(whole));
            byte[] bytes = body.bytes().clone();
            if (bytes.length > 0 && bytes.length < 5000) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) " {}[]\",:0-truefalsn\\u\t\n\0é'9.eE+".charAt(random.nextInt(30));
            }
            bodies.add(new Body(body.type(), bytes));
        }
        return bodies;
    }

    private static Body body(String type, String text) {
        return new Body(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A body for each field below a type, with each of the values. */
    private static void fields(GoType type, String before, String after, String request, List<Body> bodies) {
        VALUES.forEach(value -> bodies.add(body(request, before + value + after)));
        switch (type) {
            case GoType.Struct struct ->
                struct.fields().forEach((name, field) -> {
                    String key = "{\"" + name + "\":";
                    fields(field.type(), before + key, "}" + after, request, bodies);
                });
            case GoType.Slice slice -> fields(slice.element(), before + "[", "]" + after, request, bodies);
            case GoType.Dictionary map -> fields(map.value(), before + "{\"80\":", "}" + after, request, bodies);
            case GoType _ -> {}
        }
    }

    private static List<String> go(Path directory, List<Body> bodies) throws Exception {
        for (String file : List.of("requests.go", "main.go")) {
            try (InputStream source = GoDecoderTest.class.getResourceAsStream(file)) {
                Files.write(directory.resolve(file), source.readAllBytes());
            }
        }
        Files.writeString(directory.resolve("go.mod"), "module bodies\n\ngo 1.21\n");
        Path program = directory.resolve("bodies");
        var builder = new ProcessBuilder("go", "build", "-o", program.toString(), ".").directory(directory.toFile());
        builder.environment().putAll(Map.of("GOFLAGS", "-mod=mod", "GOTOOLCHAIN", "local", "GOPROXY", "off"));
        var build = builder.redirectErrorStream(true).start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(build.waitFor()).as(said).isZero();
        Path input = directory.resolve("input");
        try (var out = new PrintStream(Files.newOutputStream(input), false, StandardCharsets.US_ASCII)) {
            bodies.forEach(b -> out.print(b.type() + " " + Base64.getEncoder().encodeToString(b.bytes()) + "\n"));
        }
        var run = new ProcessBuilder(program.toString())
                .redirectInput(input.toFile())
                .start();
        List<String> lines = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(lines).hasSameSizeAs(bodies);
        return lines;
    }

    private static final Pattern PACKAGE =
            Pattern.compile("(?<=[\\]* ])(main|container|network|volume|mount|blkiodev|units|v1|time|fs)\\.(?=[A-Z])");

    /** Both sides: the test's program is one package, and two of Docker's names are taken twice in it. */
    private static String withoutPackages(String text) {
        return PACKAGE.matcher(text)
                .replaceAll("")
                .replace("MountDriver", "Driver")
                .replaceAll("(Network|Volume)CreateRequest", "CreateRequest");
    }

    private static String quotedAscii(String text) {
        var quoted = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 0x20 || c == 0x7f) {
                quoted.append(GoText.quoted(Character.toString(c)).replaceAll("^\"|\"$", ""));
            } else if (c > 0x7e) {
                quoted.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
            } else {
                quoted.append(c == '"' || c == '\\' ? "\\" : "").appendCodePoint(c);
            }
        });
        return "\"" + quoted + "\"";
    }
}
