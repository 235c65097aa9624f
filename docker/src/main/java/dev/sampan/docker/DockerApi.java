package dev.sampan.docker;

import dev.sampan.api.ErrorResponse;
import dev.sampan.api.Json;
import dev.sampan.api.MalformedJson;
import dev.sampan.api.version.ApiVersion;
import dev.sampan.engine.error.EngineException;
import dev.sampan.http.Exchange;
import dev.sampan.http.Headers;
import dev.sampan.http.Response;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What all endpoints share: clean paths, the version in the path, the headers that clients negotiate by, errors. */
public final class DockerApi implements Exchange.Handler {
    private static final Logger LOG = System.getLogger(DockerApi.class.getName());
    private static final Pattern VERSIONED = Pattern.compile("/v([0-9.]+)(/.*)");

    private final List<Route> routes;
    private final ApiVersion oldest;
    private final String server;

    DockerApi(List<Route> routes, ApiVersion oldest, String server) {
        this.routes = routes;
        this.oldest = oldest;
        this.server = server;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        if (exchange.method().equals("OPTIONS") && exchange.path().equals("*")) {
            return;
        }
        String path = exchange.cleanPath();
        if (!path.equals(exchange.path())) {
            exchange.response().status(301);
            exchange.response().headers().set("Location", exchange.cleanLocation());
            return;
        }
        Matcher versioned = VERSIONED.matcher(path);
        boolean hasVersion = versioned.matches();
        var version = hasVersion ? new ApiVersion(versioned.group(1)) : ApiVersion.NEWEST;
        LOG.log(Level.DEBUG, "{0} {1}", exchange.method(), path);
        dispatch(exchange, version, hasVersion ? versioned.group(2) : path);
    }

    private void dispatch(Exchange exchange, ApiVersion version, String path) throws IOException {
        if (exchange.method().equals("OPTIONS")) {
            answer(new Call(exchange, version, ""), call -> call.done(200));
            return;
        }
        for (Route route : routes) {
            Optional<String> name = route.method().equals(exchange.method()) ? route.match(path) : Optional.empty();
            if (name.isPresent()) {
                answer(new Call(exchange, version, name.get()), route.handler());
                return;
            }
        }
        new Call(exchange, ApiVersion.NEWEST, "").json(404, new ErrorResponse("page not found"));
    }

    private void answer(Call call, Route.Handler handler) throws IOException {
        Headers headers = call.response().headers();
        headers.set("Api-Version", ApiVersion.NEWEST.text());
        headers.set("Ostype", "linux");
        headers.set("Server", server);
        try {
            checkVersion(call.version());
            headers.set("Docker-Experimental", "false");
            handler.handle(call);
        } catch (EngineException e) {
            LOG.log(
                    Level.DEBUG,
                    "{0} {1}: {2}",
                    call.exchange().method(),
                    call.exchange().path(),
                    e.getMessage());
            fail(call, Errors.status(e), e.getMessage());
        } catch (MalformedJson e) {
            fail(call, 400, e.getMessage());
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "the client of {0} left", call.exchange().path());
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    call.exchange().method() + " " + call.exchange().path() + " failed",
                    e);
            fail(call, 500, String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            String lacking = lacking(e);
            LOG.log(
                    Level.ERROR,
                    call.exchange().method() + " " + call.exchange().path() + ": " + lacking);
            fail(call, 500, lacking);
        } finally {
            call.release();
        }
    }

    /** The JVM has one error for both. */
    private static String lacking(OutOfMemoryError e) {
        return String.valueOf(e.getMessage()).contains("native thread")
                ? "the daemon gets no further thread: see pids.max of its cgroup, kernel.threads-max and its memory"
                : "this request needs more memory than the daemon has left";
    }

    private void checkVersion(ApiVersion version) {
        if (version.before(oldest)) {
            throw new EngineException.InvalidRequest(
                    "client version " + version + " is too old. Minimum supported API version is " + oldest
                            + ", please upgrade your client to a newer version");
        }
        if (ApiVersion.NEWEST.before(version)) {
            throw new EngineException.InvalidRequest(
                    "client version " + version + " is too new. Maximum supported API version is " + ApiVersion.NEWEST);
        }
    }

    /** After the head is out, a JSON stream's error is one more line of it. */
    private static void fail(Call call, int status, String message) throws IOException {
        Response response = call.response();
        if (call.exchange().hijacked()) {
            return; // The stream is all that the client reads by now.
        }
        if (!response.committed()) {
            response.forgetBody();
            Errors.answer(call, status, message);
        } else {
            response.write(Json.bytes(new ErrorResponse(message)));
        }
    }
}
