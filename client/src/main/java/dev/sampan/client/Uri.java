package dev.sampan.client;

import java.nio.charset.StandardCharsets;

/** A path with its query, every part escaped. */
public final class Uri {
    private static final String PLAIN = "-._~:@!$'()*,";
    private final StringBuilder text;
    private boolean query;

    /** @param parts appended to the path, each as one escaped segment */
    public Uri(String path, String... parts) {
        text = new StringBuilder(path);
        for (String part : parts) {
            text.append('/');
            escape(part, "/");
        }
    }

    /** Adds a parameter, unless its value is empty. */
    public Uri with(String name, String value) {
        if (!value.isEmpty()) {
            text.append(query ? '&' : '?').append(name).append('=');
            escape(value, "/");
            query = true;
        }
        return this;
    }

    private void escape(String value, String also) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0 || also.indexOf(c) >= 0)) {
                text.append(c);
            } else {
                text.append('%').append("0123456789ABCDEF".charAt(c >> 4)).append("0123456789ABCDEF".charAt(c & 15));
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
