package dev.sampan.engine.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Splits an instruction's arguments as a Dockerfile does, and replaces {@code $NAME} and {@code ${NAME:-x}} in them. */
final class Words {

    private Words() {}

    /** At blanks that are neither quoted nor escaped; quotes stay, for {@link #expand} to take them off. */
    static List<String> split(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        char quote = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
                continue;
            }
            inWord = true;
            word.append(c);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /** Takes quotes and backslashes off and puts the environment's values in, none inside single quotes. */
    static String expand(String word, Map<String, String> env) {
        var out = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (quote == '\'' && c != '\'') {
                out.append(c);
            } else if (c == '\\' && i + 1 < word.length()) {
                char next = word.charAt(++i);
                if (quote == '"' && next != '"' && next != '\\' && next != '$') {
                    out.append(c);
                }
                out.append(next);
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '$') {
                i = variable(word, i, env, out);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Appends the value of the variable at {@code i}; answers the index of its last character. */
    private static int variable(String word, int i, Map<String, String> env, StringBuilder out) {
        if (i + 1 < word.length() && word.charAt(i + 1) == '{') {
            int end = word.indexOf('}', i);
            if (end < 0) {
                out.append('$');
                return i;
            }
            out.append(braced(word.substring(i + 2, end), env));
            return end;
        }
        int end = i + 1;
        while (end < word.length() && (Character.isLetterOrDigit(word.charAt(end)) || word.charAt(end) == '_')) {
            end++;
        }
        out.append(end == i + 1 ? "$" : env.getOrDefault(word.substring(i + 1, end), ""));
        return end - 1;
    }

    private static String braced(String inner, Map<String, String> env) {
        int colon = inner.indexOf(':');
        if (colon < 0 || colon + 1 >= inner.length()) {
            return env.getOrDefault(inner, "");
        }
        String value = env.getOrDefault(inner.substring(0, colon), "");
        String word = inner.substring(colon + 2);
        return switch (inner.charAt(colon + 1)) {
            case '-' -> value.isEmpty() ? word : value;
            case '+' -> value.isEmpty() ? "" : word;
            default -> value;
        };
    }
}
