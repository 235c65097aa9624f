package dev.sampan.api.go;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types that {@code requests.go} declares. */
final class GoTypes {
    private static final Pattern DECLARATION = Pattern.compile("type (\\w+) ([^/]*?)\\s*(?:// (\\w+)(?: (\\w+))?)?");
    private static final Pattern FIELD = Pattern.compile("(\\w+)\\s+([^`]+?)\\s*(?:`json:\"(\\w+)\"`)?");

    private static final Map<String, GoType> REQUESTS = read();

    private record Declaration(String name, String type, String printed, List<String> fields) {}

    private final Map<String, Declaration> declarations = new HashMap<>();
    private final Map<String, GoType> known = new HashMap<>();

    private GoTypes() {}

    static Optional<GoType> named(String request) {
        return Optional.ofNullable(REQUESTS.get(request));
    }

    private static Map<String, GoType> read() {
        try (InputStream file = GoTypes.class.getResourceAsStream("requests.go")) {
            if (file == null) {
                throw new IllegalStateException("requests.go is not in the jar");
            }
            var types = new GoTypes();
            types.declare(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            types.declarations.keySet().forEach(types::type);
            return Map.copyOf(types.known);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void declare(String source) {
        List<String> open = new ArrayList<>();
        for (String line : source.lines().toList()) {
            Matcher declaration = DECLARATION.matcher(line);
            if (declaration.matches()) {
                String name = declaration.group(1);
                String own = declaration.group(4) == null ? name : declaration.group(4);
                open = new ArrayList<>();
                declarations.put(
                        name, new Declaration(own, declaration.group(2), declaration.group(3) + "." + own, open));
            } else if (line.startsWith("\t")) {
                open.add(line.strip());
            }
        }
    }

    private GoType type(String text) {
        GoType found = known.get(text);
        if (found == null) {
            found = made(text);
            known.put(text, found);
        }
        return found;
    }

    private GoType made(String text) {
        if (text.startsWith("*")) {
            return type(text.substring(1));
        }
        if (text.startsWith("[")) {
            return new GoType.Slice(printed(text), type(text.substring(text.indexOf(']') + 1)));
        }
        if (text.startsWith("map[")) {
            int close = text.indexOf(']');
            return new GoType.Dictionary(
                    printed(text), type(text.substring("map[".length(), close)), type(text.substring(close + 1)));
        }
        Declaration declared = declarations.get(text);
        if (declared == null) {
            return basic(text, text);
        }
        if (declared.type().startsWith("struct")) {
            var fields = new HashMap<String, GoType.Field>();
            collect(declared, List.of(), fields);
            return new GoType.Struct(declared.printed(), declared.name(), fields);
        }
        return switch (type(declared.type())) {
            case GoType.Dictionary map -> new GoType.Dictionary(declared.printed(), map.key(), map.value());
            case GoType _ -> basic(declared.type(), declared.printed());
        };
    }

    private static GoType basic(String text, String printed) {
        return switch (text) {
            case "string" -> new GoType.Text(printed, "");
            case "netip.Addr", "netip.Prefix" -> new GoType.Text(printed, printed);
            case "Port", "HardwareAddr" -> new GoType.Text("network." + text, "network." + text);
            case "bool" -> new GoType.Bool(printed);
            case "int", "int64" -> new GoType.Number(printed, 64, true);
            case "uint", "uint64" -> new GoType.Number(printed, 64, false);
            case "uint32" -> new GoType.Number(printed, 32, false);
            case "uint16" -> new GoType.Number(printed, 16, false);
            case "struct{}" -> new GoType.Struct("struct {}", "", Map.of());
            default -> throw new IllegalStateException("requests.go: unknown type " + text);
        };
    }

    private void collect(Declaration struct, List<String> path, Map<String, GoType.Field> into) {
        for (String line : struct.fields()) {
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                String json = field.group(3) == null ? field.group(1) : field.group(3);
                into.putIfAbsent(key(json), new GoType.Field(with(path, json), type(field.group(2))));
            } else {
                Declaration embedded = declarations.get(line.replace("*", ""));
                collect(embedded, with(path, embedded.name()), into);
            }
        }
    }

    /** Go finds a field without regard to case. */
    static String key(String json) {
        return json.toLowerCase(Locale.ROOT);
    }

    private static List<String> with(List<String> path, String last) {
        var longer = new ArrayList<>(path);
        longer.add(last);
        return List.copyOf(longer);
    }

    /** With the packages of what it is made of. */
    private String printed(String text) {
        int at = Math.max(text.lastIndexOf(']'), text.lastIndexOf('*')) + 1;
        Declaration last = declarations.get(text.substring(at));
        return last == null ? text.replace("struct{}", "struct {}") : text.substring(0, at) + last.printed();
    }
}
