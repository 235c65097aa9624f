package dev.sampan.cli.template;

import dev.sampan.cli.GoQuote;
import dev.sampan.client.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Go's built-in functions and those that Docker adds: json, split, join, title, lower, upper, pad, truncate. */
final class Functions {
    private Functions() {}

    static boolean exists(String name) {
        return switch (name) {
            case "and",
                    "or",
                    "not",
                    "eq",
                    "ne",
                    "lt",
                    "le",
                    "gt",
                    "ge",
                    "len",
                    "index",
                    "slice",
                    "print",
                    "printf",
                    "println",
                    "html",
                    "js",
                    "urlquery",
                    "json",
                    "split",
                    "join",
                    "title",
                    "lower",
                    "upper",
                    "pad",
                    "truncate" -> true;
            default -> false;
        };
    }

    /** All but {@code and} and {@code or}, which do not evaluate all their arguments. */
    static @Nullable Object call(String name, List<@Nullable Object> a) {
        return switch (name) {
            case "not" -> !truth(a.getFirst());
            case "eq" -> a.stream().skip(1).anyMatch(other -> compare(a.getFirst(), other, true) == 0);
            case "ne" -> compare(a.get(0), a.get(1), true) != 0;
            case "lt" -> compare(a.get(0), a.get(1), false) < 0;
            case "le" -> compare(a.get(0), a.get(1), false) <= 0;
            case "gt" -> compare(a.get(0), a.get(1), false) > 0;
            case "ge" -> compare(a.get(0), a.get(1), false) >= 0;
            case "len" -> length(a.getFirst());
            case "index" -> index(a);
            case "slice" -> slice(a);
            case "print" -> print(a);
            case "printf" -> format(text(a.getFirst()), a.subList(1, a.size()));
            case "println" -> String.join(" ", a.stream().map(GoText::of).toList()) + "\n";
            case "html" -> html(GoText.of(a.getFirst()));
            case "js", "urlquery" ->
                java.net.URLEncoder.encode(GoText.of(a.getFirst()), java.nio.charset.StandardCharsets.UTF_8);
            case "json" -> Json.write(plain(a.getFirst()));
            case "split" -> new ArrayList<Object>(split(text(a.get(0)), text(a.get(1))));
            case "join" -> join(a);
            case "title" -> title(text(a.getFirst()));
            case "lower" -> text(a.getFirst()).toLowerCase(Locale.ROOT);
            case "upper" -> text(a.getFirst()).toUpperCase(Locale.ROOT);
            case "pad" -> pad(text(a.get(0)), (int) number(a.get(1)), (int) number(a.get(2)));
            case "truncate" -> truncate(text(a.get(0)), (int) number(a.get(1)));
            default -> throw new IllegalArgumentException("function \"" + name + "\" not defined");
        };
    }

    static boolean truth(@Nullable Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return value != null && !(value instanceof Nil);
    }

    private static int compare(@Nullable Object a, @Nullable Object b, boolean equality) {
        if (a instanceof Number x && b instanceof Number y) {
            return new BigDecimal(x.toString()).compareTo(new BigDecimal(y.toString()));
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        if (equality
                && (a == null || b == null || a instanceof Nil || b instanceof Nil || a.getClass() == b.getClass())) {
            Object x = a instanceof Nil ? null : a;
            Object y = b instanceof Nil ? null : b;
            return Objects.equals(x, y) ? 0 : 1;
        }
        throw new IllegalArgumentException("incompatible types for comparison");
    }

    private static Object length(@Nullable Object value) {
        return switch (value) {
            case Nil nil when nil != Nil.POINTER -> 0L;
            case String text -> (long) text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            case null, default -> throw new IllegalArgumentException("len of type " + type(value));
        };
    }

    private static @Nullable Object index(List<@Nullable Object> a) {
        Object value = a.getFirst();
        for (Object key : a.subList(1, a.size())) {
            switch (value) {
                case Map<?, ?> map -> {
                    Object member = map.get(text(key));
                    value = member == null && !map.containsKey(text(key)) ? zero(map) : member;
                }
                case Nil nil when nil == Nil.MAP -> value = "";
                case List<?> list -> {
                    long at = number(key);
                    if (at < 0 || at >= list.size()) {
                        throw new IllegalArgumentException("error calling index: index out of range: " + at);
                    }
                    value = list.get((int) at);
                }
                case Nil nil
                when nil == Nil.LIST ->
                    throw new IllegalArgumentException("error calling index: index out of range: " + GoText.of(key));
                case null -> throw new IllegalArgumentException("error calling index: index of untyped nil");
                default ->
                    throw new IllegalArgumentException("error calling index: can't index item of type " + type(value));
            }
        }
        return value;
    }

    /** A missing key reads as the zero value of the map's other values. */
    private static @Nullable Object zero(Map<?, ?> map) {
        return map.isEmpty() || map.values().iterator().next() instanceof String ? "" : null;
    }

    private static Object slice(List<@Nullable Object> a) {
        int from = a.size() > 1 ? (int) number(a.get(1)) : 0;
        if (a.getFirst() instanceof List<?> list) {
            return list.subList(from, a.size() > 2 ? (int) number(a.get(2)) : list.size());
        }
        String text = text(a.getFirst());
        int to = a.size() > 2 ? (int) number(a.get(2)) : text.length();
        if (from < 0 || to > text.length() || from > to) {
            throw new IllegalArgumentException("error calling slice: index out of range: " + to);
        }
        return text.substring(from, to);
    }

    private static String print(List<@Nullable Object> a) {
        var out = new StringBuilder();
        for (int i = 0; i < a.size(); i++) {
            // Go puts a space only between two operands of which neither is a string.
            if (i > 0 && !(a.get(i) instanceof String) && !(a.get(i - 1) instanceof String)) {
                out.append(' ');
            }
            out.append(GoText.of(a.get(i)));
        }
        return out.toString();
    }

    static String format(String format, List<@Nullable Object> values) {
        var out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            int end = i + 1;
            while (end < format.length() && "+-# 0123456789.".indexOf(format.charAt(end)) >= 0) {
                end++;
            }
            if (end >= format.length()) {
                return out.append("%!(NOVERB)").toString();
            }
            String flags = format.substring(i + 1, end);
            char verb = format.charAt(end);
            i = end;
            if (verb == '%') {
                out.append('%');
            } else if (next >= values.size()) {
                out.append("%!").append(verb).append("(MISSING)");
            } else {
                out.append(one(verb, flags, values.get(next++)));
            }
        }
        return out.toString();
    }

    private static String one(char verb, String flags, @Nullable Object value) {
        return switch (verb) {
            case 'd' ->
                value instanceof Number number
                        ? String.format("%" + flags + "d", number.longValue())
                        : "%!d(" + type(value) + "=" + GoText.of(value) + ")";
            case 'x', 'X', 'o' ->
                value instanceof Number number
                        ? String.format("%" + flags + verb, number.longValue())
                        : java.util.HexFormat.of()
                                .formatHex(GoText.of(value).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case 'f', 'e', 'g' ->
                value instanceof Number number
                        ? String.format(Locale.ROOT, "%" + flags + verb, number.doubleValue())
                        : "%!" + verb + "(" + type(value) + "=" + GoText.of(value) + ")";
            case 'q' -> String.format("%" + flags + "s", GoQuote.of(GoText.of(value)));
            default ->
                String.format(
                        "%" + flags.replace("+", "").replace("#", "").replaceFirst("^0+", "") + "s", GoText.of(value));
        };
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }

    /** Nil is a matter of printing; JSON has one null. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Nil) {
            return null;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        var out = new java.util.LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, member) -> {
            if (!(member instanceof Method)) {
                out.put(String.valueOf(key), member);
            }
        });
        return out;
    }

    private static List<String> split(String text, String separator) {
        return separator.isEmpty()
                ? text.codePoints().mapToObj(Character::toString).toList()
                : List.of(text.split(java.util.regex.Pattern.quote(separator), -1));
    }

    private static String join(List<@Nullable Object> a) {
        return switch (a.getFirst()) {
            case List<?> list ->
                String.join(text(a.get(1)), list.stream().map(GoText::of).toList());
            case Nil nil -> "";
            case null, default ->
                throw new IllegalArgumentException(
                        "wrong type for value; expected []string; got " + type(a.getFirst()));
        };
    }

    private static String title(String text) {
        var out = new StringBuilder();
        char before = ' ';
        for (char c : text.toCharArray()) {
            out.append(
                    Character.isLetterOrDigit(before) || before == '_' || before == '\''
                            ? c
                            : Character.toTitleCase(c));
            before = c;
        }
        return out.toString();
    }

    private static String pad(String text, int before, int after) {
        return text.isEmpty() ? text : " ".repeat(before) + text + " ".repeat(after);
    }

    private static String truncate(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("wrong type for value; expected string; got " + type(value));
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("cannot index slice/array with type " + type(value));
    }

    private static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "nil";
            case String text -> "string";
            case Boolean bool -> "bool";
            case Long number -> "int64";
            case Number number -> "float64";
            case List<?> list -> "[]interface {}";
            default -> "map[string]interface {}";
        };
    }
}
