package dev.sampan.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampan.api.container.ContainerConfig;
import dev.sampan.api.container.HostConfig;
import dev.sampan.api.container.NetworkingConfig;
import dev.sampan.api.exec.ExecCreateRequest;
import dev.sampan.api.exec.ExecStartRequest;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps docs/FIELDS.md true: what each field of a request does. */
class FieldsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+\\.\\w+)` \\|([^|]+)\\|([^|]+)\\|([^|]+)\\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void everyFieldHasItsRowAndEveryRowItsField() throws IOException {
        var fields = new TreeSet<String>();
        for (Class<?> request : List.of(
                HostConfig.class,
                ContainerConfig.class,
                NetworkingConfig.class,
                ExecCreateRequest.class,
                ExecStartRequest.class)) {
            collect(request, fields);
        }
        assertThat(rows().keySet()).isEqualTo(fields);
    }

    private static void collect(Type type, Set<String> fields) {
        if (type instanceof ParameterizedType made) {
            for (Type argument : made.getActualTypeArguments()) {
                collect(argument, fields);
            }
        } else if (type instanceof Class<?> record && record.isRecord()) {
            for (RecordComponent component : record.getRecordComponents()) {
                JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
                fields.add(record.getSimpleName() + "." + property.value());
                collect(component.getGenericType(), fields);
            }
        }
    }

    @Test
    void everyRowNamesATestThatExists() throws IOException {
        var wrong = new TreeSet<String>();
        for (var row : rows().entrySet()) {
            List<String> tests =
                    NAME.matcher(row.getValue()).results().map(m -> m.group(1)).toList();
            if (tests.isEmpty()) {
                wrong.add(row.getKey() + " names no test");
            }
            for (String test : tests) {
                if (!exists(test)) {
                    wrong.add(row.getKey() + ": " + test);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A test's class or method, or a file of recorded answers that checks/golden judges. */
    private static boolean exists(String test) throws IOException {
        if (test.endsWith(".http") || test.endsWith(".cases")) {
            String file = test.substring(0, test.lastIndexOf('.'));
            return Pattern.compile("[\" ]" + Pattern.quote(file) + "[\" ]")
                    .matcher(Files.readString(ROOT.resolve("checks/golden")))
                    .find();
        }
        String[] name = test.split("\\.");
        Path source = SOURCES.get(name[0]);
        return source != null && (name.length == 1 || Files.readString(source).contains("void " + name[1] + "("));
    }

    private static final TreeMap<String, Path> SOURCES = sources();

    private static TreeMap<String, Path> sources() {
        var tests = new TreeMap<String, Path>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().contains("/src/test/java/")
                            && file.toString().endsWith("Test.java"))
                    .forEach(file -> tests.put(file.getFileName().toString().replace(".java", ""), file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return tests;
    }

    private static TreeMap<String, String> rows() throws IOException {
        var rows = new TreeMap<String, String>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/FIELDS.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(4));
            } else {
                assertThat(line).doesNotContain("| `");
            }
        }
        return rows;
    }
}
