package dev.sampan.api.version;

import java.util.ArrayList;
import java.util.List;

/**
 * A version of the Docker Engine API: {@code 1.44}. Compared number by number, as Docker does: 1.9 is before 1.44, 1.056 is
 * 1.56, and what is no number counts as 0.
 */
public record ApiVersion(String text) implements Comparable<ApiVersion> {
    /** The newest that is spoken. */
    public static final ApiVersion NEWEST = new ApiVersion("1.56");
    /** What Docker 29 speaks unless told otherwise. */
    public static final ApiVersion DEFAULT_OLDEST = new ApiVersion("1.40");
    /** The oldest that can be asked for, with DOCKER_MIN_API_VERSION. */
    public static final ApiVersion OLDEST = new ApiVersion("1.24");

    @Override
    public int compareTo(ApiVersion other) {
        List<Integer> mine = numbers(text);
        List<Integer> others = numbers(other.text);
        for (int i = 0; i < Math.max(mine.size(), others.size()); i++) {
            int difference = Integer.compare(at(mine, i), at(others, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    public boolean before(ApiVersion other) {
        return compareTo(other) < 0;
    }

    /** {@code before(1, 44)}: whether this is a version that lacks what came with 1.44. */
    public boolean before(int major, int minor) {
        return before(new ApiVersion(major + "." + minor));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        List<Integer> numbers = numbers(text);
        return 31 * at(numbers, 0) + at(numbers, 1);
    }

    @Override
    public String toString() {
        return text;
    }

    private static int at(List<Integer> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    private static List<Integer> numbers(String text) {
        var numbers = new ArrayList<Integer>();
        for (String part : text.split("\\.", -1)) {
            numbers.add(part.matches("[0-9]{1,9}") ? Integer.parseInt(part) : 0);
        }
        return numbers;
    }
}
