package dev.sampan.api.go;

import java.util.List;
import java.util.Map;

/** A type of Go's, as far as a JSON value can miss it. Each has the name that Go prints. */
sealed interface GoType {
    String name();

    /** @param text one of the types that parse their own text, or the empty string */
    record Text(String name, String text) implements GoType {}

    record Bool(String name) implements GoType {}

    /** @param bits 16 to 64 */
    record Number(String name, int bits, boolean signed) implements GoType {}

    record Slice(String name, GoType element) implements GoType {}

    record Dictionary(String name, GoType key, GoType value) implements GoType {}

    /** @param struct the name without its package */
    record Struct(String name, String struct, Map<String, Field> fields) implements GoType {}

    /** @param path from the struct to it: what is embedded on the way, and itself */
    record Field(List<String> path, GoType type) {}
}
