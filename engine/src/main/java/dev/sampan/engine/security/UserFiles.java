package dev.sampan.engine.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A container's passwd(5) and group(5), which its image's author wrote. */
record UserFiles(byte[] passwd, byte[] group) {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");
    private static final int LONGEST_LONG = 18;

    record Passwd(String name, long uid, long gid, String home) {}

    record Group(String name, long gid, List<String> members) {}

    /** The first that matches. */
    Optional<Passwd> user(Predicate<Passwd> wanted) {
        return lines(passwd)
                .filter(f ->
                        f.length > 3 && number(f[2]).isPresent() && number(f[3]).isPresent())
                .map(f ->
                        new Passwd(f[0], number(f[2]).getAsLong(), number(f[3]).getAsLong(), f.length > 5 ? f[5] : ""))
                .filter(wanted)
                .findFirst();
    }

    List<Group> groups(Predicate<Group> wanted) {
        var result = new ArrayList<Group>();
        lines(group)
                .filter(f -> f.length > 2 && number(f[2]).isPresent())
                .map(f ->
                        new Group(f[0], number(f[2]).getAsLong(), f.length > 3 ? List.of(f[3].split(",")) : List.of()))
                .filter(wanted)
                .forEach(result::add);
        return result;
    }

    /** Empty for what is no number; Long.MAX_VALUE or MIN_VALUE for one that is too long. */
    static OptionalLong number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        var digits = text.replaceFirst("^[+-]?0*(?=[0-9])", "");
        if (digits.length() > LONGEST_LONG) {
            return OptionalLong.of(text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
        return OptionalLong.of(text.startsWith("-") ? -Long.parseLong(digits) : Long.parseLong(digits));
    }

    private static Stream<String[]> lines(byte[] file) {
        return new String(file, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .map(l -> l.split(":", -1));
    }
}
