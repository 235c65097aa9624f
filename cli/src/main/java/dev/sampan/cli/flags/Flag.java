package dev.sampan.cli.flags;

/**
 * One flag as its line of help declares it.
 *
 * @param shorthand its letter, or 0
 * @param type the word after the name ("string", "list", "int", ...); "" for a bool, which needs no value
 * @param standard the value when it is not given, "" for none
 */
public record Flag(char shorthand, String name, String type, String about, String standard) {
    boolean isBool() {
        return type.isEmpty();
    }

    /** As the parser names it in its errors: {@code -m, --memory}. */
    String label() {
        return shorthand == 0 ? "--" + name : "-" + shorthand + ", --" + name;
    }
}
