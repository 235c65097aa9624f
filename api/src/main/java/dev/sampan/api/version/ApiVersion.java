package dev.sampan.api.version;

/**
 * A version of the Docker Engine API: {@code 1.44}. Compared number by number, as Docker does: 1.9 is before 1.44, 1.056 is
 * 1.56, and what is no number counts as 0.
 */
public record ApiVersion(String text) implements Comparable<ApiVersion> {
    private static final int MOST_DIGITS = 9;

    /** The newest that is spoken. */
    public static final ApiVersion NEWEST = new ApiVersion("1.56");
    /** What Docker 29 speaks unless told otherwise. */
    public static final ApiVersion DEFAULT_OLDEST = new ApiVersion("1.40");
    /** The oldest that can be asked for, with DOCKER_MIN_API_VERSION. */
    public static final ApiVersion OLDEST = new ApiVersion("1.24");

    @Override
    public int compareTo(ApiVersion other) {
        int places = text.equals(other.text) ? 0 : Math.max(places(text), places(other.text));
        for (int i = 0; i < places; i++) {
            int difference = Integer.compare(at(text, i), at(other.text, i));
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
        return 31 * at(text, 0) + at(text, 1);
    }

    @Override
    public String toString() {
        return text;
    }

    /** The number at a place, counted from the left; 0 where there is none. */
    private static int at(String text, int place) {
        int begin = 0;
        for (int i = 0; i < place; i++) {
            int dot = text.indexOf('.', begin);
            if (dot < 0) {
                return 0;
            }
            begin = dot + 1;
        }
        int end = text.indexOf('.', begin);
        return number(text.substring(begin, end < 0 ? text.length() : end));
    }

    private static int number(String part) {
        boolean digits =
                !part.isEmpty() && part.length() <= MOST_DIGITS && part.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(part) : 0;
    }

    private static int places(String text) {
        return 1 + (int) text.chars().filter(c -> c == '.').count();
    }
}
