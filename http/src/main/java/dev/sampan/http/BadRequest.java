package dev.sampan.http;

import java.io.IOException;
import java.io.Serial;

/** What arrived is no request. The answer is plain text and the end of the connection, in the words of Go's server. */
final class BadRequest extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String status;
    private final String body;

    private BadRequest(String status, String body) {
        super(body);
        this.status = status;
        this.body = body;
    }

    static BadRequest malformed() {
        return new BadRequest("400 Bad Request", "400 Bad Request");
    }

    static BadRequest because(String reason) {
        return new BadRequest("400 Bad Request", "400 Bad Request: " + reason);
    }

    static BadRequest tooLarge() {
        return new BadRequest("431 Request Header Fields Too Large", "431 Request Header Fields Too Large");
    }

    static BadRequest version() {
        return new BadRequest(
                "505 HTTP Version Not Supported", "505 HTTP Version Not Supported: unsupported protocol version");
    }

    static BadRequest transferEncoding() {
        return new BadRequest("501 Not Implemented", "Unsupported transfer encoding");
    }

    String answer() {
        return "HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n" + body;
    }
}
