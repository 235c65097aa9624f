package dev.sampan.cli.container;

import dev.sampan.cli.flags.Parsed;
import dev.sampan.cli.flags.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code --mount type=bind,source=/a,target=/b,...}: one line of CSV. */
final class MountFlag {
    private final String given;
    private final Map<String, @Nullable Object> mount = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> bind = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> volume = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> tmpfs = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> image = new LinkedHashMap<>();
    private final Map<String, Object> driverOptions = new LinkedHashMap<>();
    private final Map<String, Object> labels = new LinkedHashMap<>();
    private String driver = "";

    private MountFlag(String given) {
        this.given = given;
    }

    static Map<String, @Nullable Object> parse(String given) {
        return new MountFlag(given).parse();
    }

    private Map<String, @Nullable Object> parse() {
        if (given.isEmpty()) {
            throw fault("EOF");
        }
        mount.put("Type", "volume");
        for (String field : csv(given)) {
            int equals = field.indexOf('=');
            String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(java.util.Locale.ROOT);
            if (equals < 0 && !isFlag(key)) {
                throw fault("invalid field '" + field + "' must be a key=value pair");
            }
            set(key, equals < 0 ? "true" : field.substring(equals + 1), field);
        }
        String type = String.valueOf(mount.get("Type"));
        if (type.isEmpty()) {
            throw fault("type is required");
        }
        if (!mount.containsKey("Target")) {
            throw fault("target is required");
        }
        options(type);
        readOnly();
        return mount;
    }

    private static boolean isFlag(String key) {
        return switch (key) {
            case "readonly", "ro", "volume-nocopy", "bind-nonrecursive", "bind-create-src" -> true;
            default -> false;
        };
    }

    private void set(String key, String value, String field) {
        switch (key) {
            case "type" -> mount.put("Type", value.toLowerCase(java.util.Locale.ROOT));
            case "source", "src" ->
                mount.put(
                        "Source",
                        value.startsWith(".")
                                ? Path.of(value).toAbsolutePath().normalize().toString()
                                : value);
            case "target", "dst", "destination" -> mount.put("Target", value);
            case "readonly", "ro" -> mount.put("ReadOnly", bool(key, value));
            case "consistency" -> mount.put("Consistency", value.toLowerCase(java.util.Locale.ROOT));
            case "bind-propagation" -> bind.put("Propagation", value.toLowerCase(java.util.Locale.ROOT));
            case "bind-nonrecursive" -> bind.put("NonRecursive", bool(key, value));
            case "bind-create-src" -> bind.put("CreateMountpoint", bool(key, value));
            case "bind-recursive" -> recursive(value);
            case "volume-subpath" -> volume.put("Subpath", value);
            case "volume-nocopy" -> volume.put("NoCopy", bool(key, value));
            case "volume-label" -> labels.putAll(KeyValues.map(List.of(value)));
            case "volume-driver" -> driver = value;
            case "volume-opt" -> driverOptions.putAll(KeyValues.map(List.of(value)));
            case "image-subpath" -> image.put("Subpath", value);
            case "tmpfs-size" -> {
                try {
                    tmpfs.put("SizeBytes", Parsed.size(value));
                } catch (IllegalArgumentException e) {
                    throw fault("invalid value for " + key + ": " + value);
                }
            }
            case "tmpfs-mode" -> {
                if (!value.matches("[0-7]{1,10}")) {
                    throw fault("invalid value for " + key + ": " + value);
                }
                tmpfs.put("Mode", Long.parseLong(value, 8));
            }
            default -> throw fault("unexpected key '" + key + "' in '" + field + "'");
        }
    }

    private void recursive(String value) {
        switch (value) {
            case "enabled" -> {}
            case "disabled" -> bind.put("NonRecursive", true);
            case "writable" -> bind.put("ReadOnlyNonRecursive", true);
            case "readonly" -> bind.put("ReadOnlyForceRecursive", true);
            default ->
                throw fault("invalid value for bind-recursive: " + value
                        + " (must be \"enabled\", \"disabled\", \"writable\", or \"readonly\")");
        }
    }

    private void options(String type) {
        if (!driver.isEmpty() || !driverOptions.isEmpty()) {
            var config = new LinkedHashMap<String, @Nullable Object>();
            if (!driver.isEmpty()) {
                config.put("Name", driver);
            }
            if (!driverOptions.isEmpty()) {
                config.put("Options", driverOptions);
            }
            volume.put("DriverConfig", config);
        }
        if (!labels.isEmpty()) {
            volume.put("Labels", labels);
        }
        put(type, "bind", "BindOptions", bind);
        put(type, "volume", "VolumeOptions", volume);
        put(type, "tmpfs", "TmpfsOptions", tmpfs);
        put(type, "image", "ImageOptions", image);
    }

    /** As the docker command: only what is read-only can be so recursively, or not. */
    private void readOnly() {
        boolean readOnly = Boolean.TRUE.equals(mount.get("ReadOnly"));
        if (bind.containsKey("ReadOnlyNonRecursive") && !readOnly) {
            throw fault("option 'bind-recursive=writable' requires 'readonly' to be specified in conjunction");
        }
        if (bind.containsKey("ReadOnlyForceRecursive")) {
            if (!readOnly) {
                throw fault("option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction");
            }
            if (!"rprivate".equals(bind.get("Propagation"))) {
                throw fault("option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in"
                        + " conjunction");
            }
        }
    }

    private void put(String type, String owner, String name, Map<String, @Nullable Object> options) {
        if (options.isEmpty()) {
            return;
        }
        if (!type.equals(owner)) {
            throw fault("cannot mix '" + owner + "-*' options with mount type '" + type + "'");
        }
        mount.put(name, options);
    }

    private boolean bool(String key, String value) {
        return switch (value) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw fault("invalid value for " + key + ": " + value);
        };
    }

    private UsageException fault(String what) {
        return new UsageException("invalid argument \""
                + given.replace("\\", "\\\\").replace("\"", "\\\"") + "\" for \"--mount\" flag: " + what);
    }

    /** Fields separated by commas; one in double quotes may have commas, and quotes doubled. */
    static List<String> csv(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
