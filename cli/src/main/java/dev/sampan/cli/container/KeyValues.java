package dev.sampan.cli.container;

import dev.sampan.cli.Failure;
import dev.sampan.cli.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code key=value} from flags and from files. */
public final class KeyValues {
    private KeyValues() {}

    /** The lines of the files, then the flags; a name without a value takes the client's. */
    public static List<String> environment(Program program, List<String> files, List<String> values)
            throws IOException {
        var all = new ArrayList<String>();
        for (String file : files) {
            all.addAll(file(program, file));
        }
        for (String value : values) {
            String own = value.contains("=") ? null : program.environment().get(value);
            all.add(own == null ? value : value + "=" + own);
        }
        return all;
    }

    private static List<String> file(Program program, String file) throws IOException {
        var lines = new ArrayList<String>();
        int number = 0;
        for (String raw : read(file)) {
            number++;
            byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
            String line = new String(bytes, StandardCharsets.UTF_8).stripLeading();
            if (line.indexOf('\uFFFD') >= 0) {
                throw new Failure("invalid env file (" + file + "): invalid utf8 bytes at line " + number + ": "
                        + unsigned(bytes));
            }
            if (lines.isEmpty() && line.startsWith("\uFEFF")) {
                line = line.substring(1);
            }
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? line : line.substring(0, equals);
            if (name.chars().anyMatch(Character::isWhitespace)) {
                throw new Failure("invalid env file (" + file + "): variable '" + name + "' contains whitespaces");
            }
            if (name.isEmpty()) {
                throw new Failure("invalid env file (" + file + "): no variable name on line '" + line + "'");
            }
            if (equals >= 0) {
                lines.add(line);
            } else if (program.environment().containsKey(name)) {
                lines.add(name + "=" + program.environment(name));
            }
        }
        return lines;
    }

    /** Lines as bytes: a message about a bad one shows them. */
    private static List<String> read(String file) throws IOException {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new Failure("open " + file + ": no such file or directory");
        }
    }

    private static String unsigned(byte[] bytes) {
        var numbers = new ArrayList<String>();
        for (byte b : bytes) {
            numbers.add(Integer.toString(b & 0xff));
        }
        return "[" + String.join(" ", numbers) + "]";
    }

    /** A value that is missing is empty. */
    public static Map<String, Object> map(List<String> values) {
        var map = new LinkedHashMap<String, Object>();
        for (String value : values) {
            int equals = value.indexOf('=');
            map.put(equals < 0 ? value : value.substring(0, equals), equals < 0 ? "" : value.substring(equals + 1));
        }
        return map;
    }
}
