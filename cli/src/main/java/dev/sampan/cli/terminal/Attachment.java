package dev.sampan.cli.terminal;

import dev.sampan.cli.Program;
import dev.sampan.client.Api;
import dev.sampan.client.ApiException;
import dev.sampan.client.Hijacked;
import dev.sampan.client.Uri;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The user's streams joined to those of a container or an exec.
 *
 * @param object where to resize: {@code /containers/ID} or {@code /exec/ID}
 * @param input whether standard input goes to the container
 */
public record Attachment(Program program, Api api, String object, boolean tty, boolean input, String detachKeys) {

    /** Joins the streams on a connection; returns whether the user detached, after output or connection ended. */
    public boolean run(Hijacked connection) throws IOException {
        Terminal terminal = tty && input && Terminal.is(0) ? Terminal.raw() : null;
        try (connection;
                terminal) {
            return copy(connection, terminal != null);
        }
    }

    private boolean copy(Hijacked connection, boolean keys) throws IOException {
        var detached = new boolean[1];
        if (input) {
            DetachKeys sequence = keys
                    ? DetachKeys.parse(detachKeys).orElse(DetachKeys.parse("").orElseThrow())
                    : null;
            background("stdin", () -> detached[0] = send(connection, sequence));
        }
        try {
            connection.copyTo(tty, program.out(), program.err());
        } catch (IOException e) {
            if (!detached[0]) {
                throw e;
            }
        } finally {
            program.out().flush();
        }
        return detached[0];
    }

    /** The truth means that the detach keys came; the connection is closed then, which ends the copying of output. */
    private boolean send(Hijacked connection, @Nullable DetachKeys keys) {
        byte[] buffer = new byte[32 * 1024];
        try (OutputStream to = connection.input()) {
            for (int count = program.in().read(buffer);
                    count >= 0;
                    count = program.in().read(buffer)) {
                if (keys == null) {
                    to.write(buffer, 0, count);
                    continue;
                }
                DetachKeys.Typed typed = keys.typed(buffer, count);
                to.write(typed.pass());
                if (typed.detach()) {
                    background("detach", () -> close(connection));
                    return true;
                }
            }
        } catch (IOException e) {
            // The container has ended, or does not read any more; its output tells the rest.
            return false;
        }
        return false;
    }

    private static void close(Hijacked connection) {
        try {
            Thread.sleep(20);
            connection.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the daemon the terminal's size, now and whenever it changes. */
    public void followSize() {
        if (tty && Terminal.is(0)) {
            Signals.on("WINCH", this::resize);
            resize();
        }
    }

    private void resize() {
        int[] size = Terminal.size();
        if (size[0] == 0 && size[1] == 0) {
            return;
        }
        try {
            api.post(new Uri(object + "/resize")
                            .with("h", "" + size[0])
                            .with("w", "" + size[1])
                            .toString())
                    .close();
        } catch (IOException | ApiException e) {
            // A container that has just ended has no size; nothing else is lost with this.
            return;
        }
    }

    /** Sends signals on to the container. */
    public void forwardSignals() {
        Signals.forward(this::forward, () -> {
            program.err().println("\ngot 3 SIGTERM/SIGINTs, forcefully exiting");
            program.err().flush();
            System.exit(1);
        });
    }

    private void forward(String signal) {
        try {
            api.post(new Uri(object + "/kill").with("signal", signal).toString())
                    .close();
        } catch (IOException | ApiException e) {
            // As docker: a container that has ended needs no signal.
            return;
        }
    }

    private static void background(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
