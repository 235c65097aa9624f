package dev.sampan.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Header fields in their order, names matched without regard to case. */
public final class Headers {
    record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>(12);

    public void add(String name, String value) {
        fields.add(new Field(name, value));
    }

    public void set(String name, String value) {
        remove(name);
        add(name, value);
    }

    public void remove(String name) {
        fields.removeIf(f -> f.name().equalsIgnoreCase(name));
    }

    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    public List<String> all(String name) {
        return fields.stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** Whether {@code token} is in one of the comma lists of that name: {@code Connection: keep-alive, Upgrade}. */
    public boolean hasToken(String name, String token) {
        for (String list : all(name)) {
            for (String entry : list.split(",", -1)) {
                if (entry.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    List<Field> fields() {
        return fields;
    }

    void appendTo(StringBuilder head) {
        for (Field field : fields) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
    }
}
