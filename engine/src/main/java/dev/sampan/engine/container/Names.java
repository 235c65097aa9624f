package dev.sampan.engine.container;

import dev.sampan.engine.error.EngineException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Ids, and names of containers: the form a given one must have, and generated ones such as {@code calm_hopper}. */
final class Names {

    private static final Pattern FORM = Pattern.compile("/?[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final List<String> MOODS = List.of(
            "amber",
            "balmy",
            "brisk",
            "buoyant",
            "calm",
            "candid",
            "cheery",
            "clever",
            "coastal",
            "cordial",
            "crisp",
            "dapper",
            "daring",
            "deft",
            "eager",
            "earnest",
            "fair",
            "fleet",
            "gallant",
            "gentle",
            "gleaming",
            "glad",
            "hardy",
            "humble",
            "ivory",
            "jaunty",
            "jovial",
            "keen",
            "kindly",
            "limber",
            "lively",
            "lucid",
            "lunar",
            "mellow",
            "merry",
            "nimble",
            "noble",
            "patient",
            "placid",
            "plucky",
            "polite",
            "quick",
            "quiet",
            "rapid",
            "ready",
            "rosy",
            "rustic",
            "sailing",
            "serene",
            "shady",
            "silent",
            "sleek",
            "snug",
            "sober",
            "spry",
            "steady",
            "sturdy",
            "sunny",
            "swift",
            "tidal",
            "tidy",
            "tranquil",
            "upbeat",
            "valiant",
            "vivid",
            "wary",
            "windy",
            "witty",
            "zesty");

    private static final List<String> PEOPLE = List.of(
            "allen",
            "amdahl",
            "babbage",
            "backus",
            "barton",
            "bell",
            "bohr",
            "boole",
            "brooks",
            "cantor",
            "cerf",
            "chomsky",
            "church",
            "codd",
            "colossus",
            "conway",
            "cray",
            "curie",
            "dahl",
            "darwin",
            "dijkstra",
            "diffie",
            "easley",
            "eckert",
            "engelbart",
            "euclid",
            "euler",
            "faraday",
            "fermi",
            "feynman",
            "floyd",
            "franklin",
            "galois",
            "gauss",
            "germain",
            "goedel",
            "goldberg",
            "gray",
            "hamilton",
            "hamming",
            "hellman",
            "hoare",
            "hollerith",
            "hopper",
            "iverson",
            "jacquard",
            "johnson",
            "karp",
            "kay",
            "keller",
            "kepler",
            "kernighan",
            "kilby",
            "kleene",
            "knuth",
            "kowalevski",
            "lamarr",
            "lamport",
            "leibniz",
            "liskov",
            "lovelace",
            "maxwell",
            "mcarthur",
            "meitner",
            "minsky",
            "moore",
            "naur",
            "neumann",
            "newton",
            "noether",
            "nygaard",
            "pascal",
            "perlman",
            "postel",
            "ritchie",
            "rivest",
            "shannon",
            "simon",
            "stallman",
            "tanenbaum",
            "tarjan",
            "thompson",
            "torvalds",
            "turing",
            "wirth",
            "wilkes",
            "zheng",
            "zuse");

    private Names() {}

    /** Throws InvalidRequest for anything but letters, digits, {@code _.-}, at least two. */
    static void check(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new EngineException.InvalidRequest(
                    "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
    }

    /** With its slash. */
    static String full(String name) {
        return name.startsWith("/") ? name : "/" + name;
    }

    /** 64 hexadecimal digits whose first twelve are not all digits, since those would read as a number where a host name is due. */
    static String newId() {
        var bytes = new byte[32];
        while (true) {
            RANDOM.nextBytes(bytes);
            String id = HexFormat.of().formatHex(bytes);
            if (!id.substring(0, 12).chars().allMatch(Character::isDigit)) {
                return id;
            }
        }
    }

    /** A free name, taken for {@code id} in {@code table}. */
    static String generate(ContainerTable table, String id) {
        for (int attempt = 0; attempt < 6; attempt++) {
            String name =
                    "/" + pick(MOODS) + "_" + pick(PEOPLE) + (attempt == 0 ? "" : String.valueOf(RANDOM.nextInt(10)));
            if (table.tryReserve(name, id)) {
                return name;
            }
        }
        String name = "/" + id.substring(0, 12);
        table.reserve(name, id);
        return name;
    }

    private static String pick(List<String> words) {
        return words.get(RANDOM.nextInt(words.size()));
    }
}
