package dev.sampan.api;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import dev.sampan.api.container.ContainerCreateRequest;
import dev.sampan.api.go.GoDecoder;
import dev.sampan.api.go.GoFault;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.LogicalType;

/**
 * The one JSON mapper: reads as strictly and writes as plainly as Go's {@code encoding/json} does in dockerd, since clients
 * were tested against that. Sampan's own state files use it, too.
 */
public final class Json {
    /** Deeper nesting than Go's own limit (10000) is refused long before the stack ends. */
    private static final int MAX_DEPTH = 500;

    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    /** The mapper itself, for what the methods here do not cover (trees, streams). */
    public static JsonMapper mapperForTrees() {
        return MAPPER;
    }

    /** Without white space and without a line end. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static String string(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static void write(OutputStream to, Object value) {
        MAPPER.writeValue(to, value);
    }

    /** {@code value} as a tree, for what changes single fields of an answer by API version. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static JsonNode tree(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    public static <T> T convert(JsonNode tree, Class<T> type) {
        return MAPPER.treeToValue(tree, type);
    }

    /** For our own files: whatever follows the value is not looked at. */
    public static <T> T read(byte[] bytes, Class<T> type) {
        return readOne(bytes, MAPPER.constructType(type));
    }

    /**
     * A request's body, as dockerd reads it, with its faults in Go's words: nothing but blanks before the end is "got EOF", more than
     * one value is refused. A brace or bracket too many passes, as it does in Go ({@code Decoder.More}).
     *
     * @throws MalformedJson with Docker's text
     */
    public static <T> T readBody(byte[] body, Class<T> type) {
        int end = checked(body, type);
        int rest = firstNonBlank(body, end);
        if (rest < body.length && body[rest] != '}' && body[rest] != ']') {
            throw new MalformedJson("unexpected content after JSON");
        }
        try {
            return MAPPER.readValue(body, 0, end, type);
        } catch (JacksonException e) {
            return readAgain(new String(body, 0, end, StandardCharsets.UTF_8), type);
        }
    }

    /** Go takes what is no UTF-8 for U+FFFD; Jackson refuses it. */
    private static <T> T readAgain(String body, Class<T> type) {
        try {
            return MAPPER.readValue(body, type);
        } catch (JacksonException e) {
            throw new MalformedJson("invalid JSON: " + goMessage(e), e);
        }
    }

    private static int checked(byte[] body, Class<?> type) {
        try {
            return GoDecoder.check(body, goName(type));
        } catch (GoFault e) {
            // Docker reads a create request by a function of its own.
            boolean ended = "EOF".equals(e.getMessage()) && type != ContainerCreateRequest.class;
            throw new MalformedJson(
                    "invalid JSON: " + (ended ? "got EOF while reading request body" : e.getMessage()), e);
        }
    }

    /** What a body is in requests.go. */
    static String goName(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "ContainerCreateRequest" -> "CreateRequest";
            case "ContainerConfig" -> "Config";
            case "HostConfig" -> "UpdateConfig";
            case "NetworkConnectRequest" -> "ConnectRequest";
            case "NetworkDisconnectRequest" -> "DisconnectRequest";
            default -> type.getSimpleName();
        };
    }

    private static <T> T readOne(byte[] bytes, JavaType type) {
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            return MAPPER.readValue(parser, type);
        } catch (JacksonException e) {
            throw new MalformedJson("invalid JSON: " + goMessage(e), e);
        }
    }

    private static int firstNonBlank(byte[] body, int from) {
        int i = from;
        while (i < body.length && (body[i] == ' ' || body[i] == '\t' || body[i] == '\r' || body[i] == '\n')) {
            i++;
        }
        return i;
    }

    /** One line, like Go's; Jackson's own message goes over several and shows the source. */
    private static String goMessage(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String what = e.getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("`[a-z.]*\\.", "`")
                .replaceAll(" *\\(?\\[Source:.*", "");
        String path = e instanceof DatabindException bind && !bind.getPath().isEmpty() ? path(bind) + ": " : "";
        return path + lowerFirst(what) + (at == null ? "" : " (at byte " + Math.max(0, at.getByteOffset()) + ")");
    }

    private static String path(DatabindException e) {
        var path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            path.append(
                    step.getPropertyName() == null
                            ? "[" + step.getIndex() + "]"
                            : (path.isEmpty() ? "" : ".") + step.getPropertyName());
        }
        return path.toString();
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static JsonMapper mapper() {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .build();
        var builder = JsonMapper.builder(factory)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .changeDefaultPropertyInclusion(
                        ignored -> JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
                .changeDefaultVisibility(
                        v -> v.withVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE))
                .withCoercionConfigDefaults(Json::refuseAll)
                .withCoercionConfig(
                        LogicalType.Float, c -> c.setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert));
        for (LogicalType type : new LogicalType[] {
            LogicalType.Textual,
            LogicalType.Boolean,
            LogicalType.Integer,
            LogicalType.POJO,
            LogicalType.Collection,
            LogicalType.Array,
            LogicalType.Map,
            LogicalType.Enum
        }) {
            builder.withCoercionConfig(type, Json::refuseAll);
        }
        return builder.addModule(new SimpleModule("go")
                        .addSerializer(new WriteInstant())
                        .addDeserializer(Instant.class, new ReadInstant()))
                .build();
    }

    private static void refuseAll(MutableCoercionConfig config) {
        for (CoercionInputShape shape : CoercionInputShape.values()) {
            config.setCoercion(shape, CoercionAction.Fail);
        }
    }

    private static final class WriteInstant extends StdSerializer<Instant> {
        WriteInstant() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
            out.writeString(GoTime.format(value));
        }
    }

    private static final class ReadInstant extends StdDeserializer<Instant> {
        ReadInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) {
            return GoTime.parse(in.getString());
        }
    }
}
