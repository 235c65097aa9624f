package dev.sampan.engine.image;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The {@code reference} filter: a shell pattern whose star does not cross a slash, for a name with or without its tag. */
final class NamePattern {

    private final Optional<Pattern> pattern;

    /** A malformed pattern matches nothing. */
    NamePattern(String glob) {
        String familiar = glob.replaceFirst("^docker\\.io/(library/)?", "");
        this.pattern = compile(familiar);
    }

    boolean matches(Reference name) {
        return pattern.filter(p -> p.matcher(name.familiar()).matches()
                        || p.matcher(name.familiarRepository()).matches())
                .isPresent();
    }

    boolean matches(String text) {
        return pattern.filter(p -> p.matcher(text).matches()).isPresent();
    }

    private static Optional<Pattern> compile(String glob) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '[' -> {
                    int end = glob.indexOf(']', i + 1);
                    if (end <= i + 1) {
                        return Optional.empty();
                    }
                    String set =
                            glob.substring(i + 1, end).replace("\\", "\\\\").replace("[", "\\[");
                    regex.append('[').append(set.replace("&&", "&\\&")).append(']');
                    i = end;
                }
                case '\\' -> {
                    if (++i == glob.length()) {
                        return Optional.empty();
                    }
                    regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Optional.of(Pattern.compile(regex.toString()));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}
