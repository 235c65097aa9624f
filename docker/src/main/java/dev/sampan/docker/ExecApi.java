package dev.sampan.docker;

import dev.sampan.api.IdResponse;
import dev.sampan.api.exec.ExecCreateRequest;
import dev.sampan.api.exec.ExecInspectResponse;
import dev.sampan.api.exec.ExecStartRequest;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.exec.ExecConfig;
import dev.sampan.engine.exec.ExecDetails;
import dev.sampan.engine.exec.Execs;
import dev.sampan.engine.oci.Process.ConsoleSize;
import dev.sampan.engine.process.StreamType;
import dev.sampan.http.Headers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Further processes in a running container: made, started on a connection that leaves HTTP, looked at. */
final class ExecApi {
    private static final Logger LOG = System.getLogger(ExecApi.class.getName());
    private static final BigInteger MAX_UINT32 = BigInteger.valueOf(0xffff_ffffL);

    private final Execs execs;

    ExecApi(Execs execs) {
        this.execs = execs;
    }

    void create(Call call) throws IOException {
        ExecCreateRequest request =
                call.body(ExecCreateRequest.class).orElseThrow(() -> new InvalidRequest("No exec command specified"));
        var config = new ExecConfig(
                orEmpty(request.cmd()),
                orEmpty(request.env()),
                orEmpty(request.user()),
                orEmpty(request.workingDir()),
                request.privileged(),
                request.tty(),
                request.attachStdin(),
                request.attachStdout(),
                request.attachStderr(),
                orEmpty(request.detachKeys()),
                size(call, request.tty(), request.consoleSize()));
        call.json(201, new IdResponse(execs.create(call.name(), config)));
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Only a terminal has one, and only since API 1.42. */
    private static Optional<ConsoleSize> size(Call call, boolean tty, @Nullable List<Long> size) {
        if (size == null || !tty || call.version().before(1, 42)) {
            return Optional.empty();
        }
        return Optional.of(new ConsoleSize(number(size, 0), number(size, 1)));
    }

    private static int number(List<Long> size, int index) {
        return index < size.size() ? (int) Math.clamp(size.get(index), 0L, 0xffffL) : 0;
    }

    void start(Call call) throws IOException {
        ExecStartRequest request =
                call.body(ExecStartRequest.class).orElseGet(() -> new ExecStartRequest(false, false, null));
        execs.check(call.name());
        Optional<ConsoleSize> size = size(call, request.tty(), request.consoleSize());
        if (request.detach()) {
            execs.startDetached(call.name(), size);
            call.done(200);
        } else {
            attached(call, request, size);
        }
    }

    /** Once HTTP is left, an error can only be told in the stream. */
    private void attached(Call call, ExecStartRequest request, Optional<ConsoleSize> size) throws IOException {
        var conversation = new Conversation(!request.tty(), () -> {});
        conversation.hijack(call.exchange(), head(call, !request.tty()));
        conversation.begin(Optional.empty());
        try {
            conversation.converse(execs.startAttached(call.name(), size, conversation));
        } catch (RuntimeException e) {
            if (!(e instanceof EngineException)) {
                LOG.log(Level.ERROR, "start of exec " + call.name(), e);
            }
            byte[] text = (e.getMessage() + "\r\n").getBytes(StandardCharsets.UTF_8);
            conversation.frames().write(StreamType.STDOUT, text);
            conversation.endOutput();
        }
    }

    /** Unlike attach's, this head has the API's headers. */
    private static String head(Call call, boolean multiplexed) {
        boolean upgrade = call.exchange().wantsUpgrade();
        var head = new StringBuilder(upgrade ? "HTTP/1.1 101 UPGRADED\r\n" : "HTTP/1.1 200 OK\r\n");
        head.append("Content-Type: ")
                .append(upgrade ? AttachApi.contentType(call, multiplexed) : AttachApi.RAW)
                .append("\r\n");
        if (upgrade) {
            head.append("Connection: Upgrade\r\nUpgrade: tcp\r\n");
        }
        Headers headers = call.response().headers();
        for (String name : List.of("Api-Version", "Docker-Experimental", "Ostype", "Server")) {
            headers.first(name)
                    .ifPresent(value ->
                            head.append(name).append(": ").append(value).append("\r\n"));
        }
        return head.append("\r\n").toString();
    }

    void inspect(Call call) throws IOException {
        ExecDetails details = execs.inspect(call.name());
        ExecConfig config = details.config();
        call.json(new ExecInspectResponse(
                details.id(),
                details.running(),
                details.exitCode().orElse(null),
                new ExecInspectResponse.ProcessConfig(
                        config.tty(),
                        config.cmd().getFirst(),
                        config.cmd().subList(1, config.cmd().size()),
                        config.privileged(),
                        config.user()),
                config.attachStdin(),
                config.attachStderr(),
                config.attachStdout(),
                false,
                details.containerId(),
                details.detachKeys(),
                details.pid()));
    }

    void resize(Call call) throws IOException {
        int height = dimension("height", call.parameters().get("h"));
        int width = dimension("width", call.parameters().get("w"));
        execs.resize(call.name(), height, width);
        call.done(200);
    }

    /** A terminal's height or width, as a query has it. */
    static int dimension(String name, String text) {
        if (!text.matches("[+-]?[0-9]+")) {
            throw new InvalidRequest("invalid resize " + name + " \"" + text + "\": invalid syntax");
        }
        var number = new BigInteger(text);
        if (number.signum() < 0 || number.compareTo(MAX_UINT32) > 0) {
            throw new InvalidRequest("invalid resize " + name + " \"" + text + "\": value out of range");
        }
        return number.min(BigInteger.valueOf(0xffff)).intValue();
    }
}
