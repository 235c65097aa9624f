package dev.sampan.docker;

import dev.sampan.api.Json;
import dev.sampan.api.image.ImagesPruneResponse;
import dev.sampan.api.version.ImageShapes;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotImplemented;
import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.image.Images;
import dev.sampan.engine.image.LoadedImage;
import dev.sampan.engine.image.PlatformText;
import dev.sampan.engine.oci.Digest;
import dev.sampan.engine.oci.Platform;
import dev.sampan.http.Parameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code /images}: the local ones. */
final class ImagesApi {

    private final Images images;
    private final String driver;

    /** @param driver the storage driver's name, which older versions show */
    ImagesApi(Images images, String driver) {
        this.images = images;
        this.driver = driver;
    }

    void list(Call call) throws IOException {
        Parameters query = call.parameters();
        boolean manifests = query.flag("manifests") && !call.version().before(1, 47);
        if (query.flag("identity") && !call.version().before(1, 54) && !manifests) {
            throw new InvalidRequest("conflicting options: identity requires manifests=1");
        }
        boolean shared = query.flag("shared-size");
        call.json(images.list(call.filters()).stream()
                .map(image -> ImageShapes.of(ImageAnswers.summary(image, manifests, shared), call.version()))
                .toList());
    }

    void inspect(Call call) throws IOException {
        Parameters query = call.parameters();
        boolean manifests = query.flag("manifests") && !call.version().before(1, 48);
        Optional<Platform> platform = call.version().before(1, 49) ? Optional.empty() : platform(query.get("platform"));
        if (manifests && platform.isPresent()) {
            throw new InvalidRequest("conflicting options: manifests and platform options cannot both be set");
        }
        var details = images.inspect(call.name(), platform);
        call.json(
                ImageShapes.of(ImageAnswers.inspect(details, manifests, platform.isPresent()), call.version(), driver));
    }

    void history(Call call) throws IOException {
        Optional<Platform> platform = platform(call.parameters().get("platform"));
        call.json(images.history(call.name(), platform).stream()
                .map(ImageAnswers::history)
                .toList());
    }

    /** There are none yet, for none are made or pulled. */
    void attestations(Call call) throws IOException {
        if (call.version().before(1, 55)) {
            throw new InvalidRequest("GET /images/{name:.*}/attestations requires minimum API version 1.55");
        }
        List<String> platforms = call.parameters().all("platform");
        if (platforms.size() > 1) {
            throw new InvalidRequest("only one platform value is currently supported");
        }
        images.get(call.name(), platform(call.parameters().get("platform")));
        call.json(List.of());
    }

    void tag(Call call) throws IOException {
        Parameters query = call.parameters();
        call.done(images.tag(call.name(), query.get("repo"), query.get("tag")) ? 201 : 200);
    }

    void remove(Call call) throws IOException {
        Parameters query = call.parameters();
        if (!query.get("platforms").isEmpty()) {
            removePlatforms(query);
        }
        call.json(ImageAnswers.deletions(images.remove(call.name(), query.flag("force"))));
    }

    private static void removePlatforms(Parameters query) {
        query.all("platforms").forEach(ImagesApi::platform);
        if (!query.flag("force")) {
            throw new InvalidRequest("Content will be removed from all images referencing this variant."
                    + " Use —-force to force delete.");
        }
        throw new NotImplemented("removing one platform of an image is not implemented by Sampan " + Build.VERSION);
    }

    void prune(Call call) throws IOException {
        Images.Pruned pruned = images.prune(call.filters());
        call.json(new ImagesPruneResponse(
                pruned.deletions().isEmpty() ? null : ImageAnswers.deletions(pruned.deletions()), pruned.reclaimed()));
    }

    /** Import; pulling comes with a later issue. */
    void create(Call call) throws IOException {
        Parameters query = call.parameters();
        if (!query.get("fromImage").isEmpty()) {
            throw new NotImplemented("pulling images is not implemented by Sampan " + Build.VERSION);
        }
        String source = query.get("fromSrc");
        if (source.isEmpty()) {
            throw new SystemFailure("invalid reference format: neither fromImage nor fromSrc is given");
        }
        String platform = query.get("platform");
        Digest id = images.importFrom(
                query.get("repo"),
                query.get("tag"),
                source,
                query.get("message"),
                query.all("changes"),
                platform.isEmpty() ? Optional.empty() : Optional.of(PlatformText.parse(platform)),
                call.exchange().body());
        call.json(Map.of("status", id.toString()));
    }

    /** Errors of the archive are lines of the answer, whose status is always 200. */
    void load(Call call) throws IOException {
        List<Platform> platforms = platforms(call);
        var lines = new ArrayList<Map<String, Object>>();
        try {
            for (LoadedImage image : images.load(call.exchange().body(), platforms)) {
                lines.add(Map.of("stream", "Loaded image" + (image.named() ? ": " : " ID: ") + image.shown() + "\n"));
            }
        } catch (EngineException e) {
            lines.add(error(e.getMessage()));
        }
        call.response().headers().set("Content-Type", "application/json");
        for (Map<String, Object> line : lines) {
            call.response().write(Json.bytes(line));
            call.response().write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static Map<String, Object> error(String message) {
        var line = new LinkedHashMap<String, Object>();
        line.put("errorDetail", Map.of("message", message));
        line.put("error", message);
        return line;
    }

    void save(Call call) throws IOException {
        List<String> names = call.name().isEmpty() ? call.parameters().all("names") : List.of(call.name());
        try (Images.Saving saving = images.save(names, platforms(call))) {
            call.response().headers().set("Content-Type", "application/x-tar");
            saving.writeTo(call.response());
        }
    }

    private static List<Platform> platforms(Call call) throws IOException {
        if (call.version().before(1, 48)) {
            return List.of();
        }
        List<String> given = call.parameters().all("platform");
        if (given.size() > 1 && call.version().before(1, 52)) {
            throw new InvalidRequest("multiple platform parameters are not supported in this API version;"
                    + " use API version 1.52 or later");
        }
        return given.stream().map(ImagesApi::platform).flatMap(Optional::stream).toList();
    }

    /** {@code {"os":"linux","architecture":"arm64"}}; empty text is no wish. */
    static Optional<Platform> platform(String json) {
        if (json.isEmpty()) {
            return Optional.empty();
        }
        JsonNode node;
        try {
            node = Json.mapperForTrees().readTree(json);
        } catch (JacksonException e) {
            throw new InvalidRequest("failed to parse platform: " + e.getOriginalMessage(), e);
        }
        if (!node.isObject()) {
            throw new InvalidRequest("failed to parse platform: not an object");
        }
        String os = node.path("os").asString("");
        String architecture = node.path("architecture").asString("");
        if (os.isEmpty() || architecture.isEmpty()) {
            throw new InvalidRequest("both OS and Architecture must be provided");
        }
        return Optional.of(new Platform(
                os,
                architecture,
                node.path("variant").asString(""),
                node.path("os.version").asString("")));
    }
}
