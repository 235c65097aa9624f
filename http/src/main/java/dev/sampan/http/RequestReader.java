package dev.sampan.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads heads as Go's {@code net/http} does, with its order of checks, since the first failing one decides the answer. Where
 * Go is lenient in a way that lets two parties see two requests (both a length and "chunked", folded lines), we refuse.
 */
final class RequestReader {
    private static final int MAX_HEAD = (1 << 20) + 4096;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final String HOST_MARKS = "!$%&'()*+,-.:;=[]_~";

    private final Input in;
    private int budget;

    RequestReader(Input in) {
        this.in = in;
    }

    /** What the body is, and what the connection needs to know of the head. */
    record Head(String method, RequestTarget target, int minorVersion, Headers headers, long bodyLength) {}

    /** The next head, or nothing if the peer ended between two requests. */
    Optional<Head> next() throws IOException {
        budget = MAX_HEAD;
        if (!in.await()) {
            return Optional.empty();
        }
        // RFC 9112, 2.2: an empty line before a request line is ignored
        String line = in.peek() == '\r' ? emptyThenLine() : line();
        String[] words = line.split(" ", 3);
        if (words.length < 3 || !isToken(words[0])) {
            throw BadRequest.malformed();
        }
        int version = version(words[2]);
        RequestTarget target = RequestTarget.parse(words[0], words[1]);
        Headers headers = headers();
        List<String> hosts = headers.all("Host");
        if (hosts.size() > 1) {
            throw BadRequest.malformed();
        }
        long length = bodyLength(headers, version);
        check(words[0], version, headers, hosts);
        return Optional.of(new Head(words[0], target, version - 10, headers, length));
    }

    private String emptyThenLine() throws IOException {
        return line().isEmpty() ? line() : "";
    }

    /** 10 and 11 for HTTP/1.0 and 1.1; Go takes any minor version of 1. */
    private static int version(String text) throws BadRequest {
        if (text.length() != 8 || !text.startsWith("HTTP/") || text.charAt(6) != '.') {
            throw BadRequest.malformed();
        }
        int major = digit(text.charAt(5));
        int minor = digit(text.charAt(7));
        return major * 10 + minor;
    }

    private static int digit(char c) throws BadRequest {
        if (c < '0' || c > '9') {
            throw BadRequest.malformed();
        }
        return c - '0';
    }

    private Headers headers() throws IOException {
        var headers = new Headers();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                throw BadRequest.malformed();
            }
            headers.add(line.substring(0, colon), trim(line, colon + 1));
        }
        return headers;
    }

    private static String trim(String line, int from) {
        int start = from;
        int end = line.length();
        while (start < end && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
            start++;
        }
        while (end > start && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        return line.substring(start, end);
    }

    private static long bodyLength(Headers headers, int version) throws BadRequest {
        List<String> encodings = headers.all("Transfer-Encoding");
        List<String> lengths = headers.all("Content-Length");
        if (!encodings.isEmpty()) {
            if (encodings.size() > 1 || !encodings.getFirst().equalsIgnoreCase("chunked")) {
                throw BadRequest.transferEncoding();
            }
            // either would let a proxy and us disagree on where this request ends (request smuggling)
            if (!lengths.isEmpty() || version < 11) {
                throw BadRequest.malformed();
            }
            return -1;
        }
        if (lengths.isEmpty()) {
            return 0;
        }
        String length = lengths.getFirst();
        if (lengths.stream().anyMatch(l -> !l.equals(length)) || !length.matches("[0-9]{1,18}")) {
            throw BadRequest.malformed();
        }
        return Long.parseLong(length);
    }

    private static void check(String method, int version, Headers headers, List<String> hosts) throws BadRequest {
        if (version / 10 != 1) {
            throw BadRequest.version();
        }
        if (version > 10 && hosts.isEmpty() && !method.equals("CONNECT")) {
            throw BadRequest.because("missing required Host header");
        }
        if (!hosts.isEmpty() && !isHost(hosts.getFirst())) {
            throw BadRequest.because("malformed Host header");
        }
        for (Headers.Field field : headers.fields()) {
            if (!isToken(field.name())) {
                throw BadRequest.because("invalid header name");
            }
            if (!isValue(field.value())) {
                throw BadRequest.because("invalid header value");
            }
        }
    }

    private static boolean isHost(String text) {
        return text.chars().allMatch(c -> isAlphanumeric(c) || HOST_MARKS.indexOf(c) >= 0);
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isAlphanumeric(c) || TOKEN_MARKS.indexOf(c) >= 0);
    }

    private static boolean isValue(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c != 0x7f || c == '\t');
    }

    private static boolean isAlphanumeric(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** One line as Latin-1, without its end; a lone LF ends a line, too, a lone CR stays in it and is refused later. */
    private String line() throws IOException {
        var text = new StringBuilder(80);
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("unexpected EOF");
            }
            if (--budget < 0) {
                throw BadRequest.tooLarge();
            }
            if (c == '\n') {
                int end = text.length();
                return end > 0 && text.charAt(end - 1) == '\r' ? text.substring(0, end - 1) : text.toString();
            }
            text.append((char) c);
        }
    }
}
