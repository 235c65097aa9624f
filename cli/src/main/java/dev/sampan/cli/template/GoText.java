package dev.sampan.cli.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values as Go's fmt prints them with %v. */
final class GoText {
    private GoText() {}

    // Conditions instead of pattern switches here and in Evaluation: see Json.write.
    static String of(@Nullable Object value) {
        if (value == null) {
            return "<no value>";
        }
        if (value instanceof Nil nil) {
            return nil.text();
        }
        if (value instanceof BigDecimal number) {
            return number(number);
        }
        if (value instanceof List<?> list) {
            return list(list);
        }
        return value instanceof Map<?, ?> map ? map(map) : value.toString();
    }

    private static String inner(@Nullable Object value) {
        return value == null ? "<nil>" : of(value);
    }

    private static String number(BigDecimal number) {
        double value = number.doubleValue();
        if (value == Math.rint(value) && Math.abs(value) < 1e21) {
            return Math.abs(value) >= 1e6 && number.scale() > 0
                    ? exponent(value)
                    : BigDecimal.valueOf(value).setScale(0).toPlainString();
        }
        return Double.toString(value);
    }

    private static String exponent(double value) {
        int power = (int) Math.floor(Math.log10(Math.abs(value)));
        String digits = BigDecimal.valueOf(value)
                .movePointLeft(power)
                .stripTrailingZeros()
                .toPlainString();
        return digits + "e+" + (power < 10 ? "0" : "") + power;
    }

    private static String list(List<?> list) {
        return "[" + String.join(" ", list.stream().map(GoText::inner).toList()) + "]";
    }

    private static String map(Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        var out = new StringBuilder("map[");
        sorted.forEach((key, value) ->
                out.append(out.length() > 4 ? " " : "").append(key).append(':').append(inner(value)));
        return out.append(']').toString();
    }
}
