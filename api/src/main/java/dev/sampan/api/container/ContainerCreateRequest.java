package dev.sampan.api.container;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The body of {@code POST /containers/create}: the fields of {@link ContainerConfig} beside HostConfig and NetworkingConfig.
 * The config is null when the body has none of its fields, which Docker refuses with a message of its own.
 *
 * @param readOnlyNonRecursive no field: what a client before 1.44 means by a read-only bind
 */
@JsonDeserialize(using = ContainerCreateRequest.Reader.class)
public record ContainerCreateRequest(
        @Nullable ContainerConfig config,
        @Nullable HostConfig hostConfig,
        @Nullable NetworkingConfig networkingConfig,
        boolean readOnlyNonRecursive) {

    public ContainerCreateRequest(
            @Nullable ContainerConfig config,
            @Nullable HostConfig hostConfig,
            @Nullable NetworkingConfig networkingConfig) {
        this(config, hostConfig, networkingConfig, false);
    }

    static final class Reader extends ValueDeserializer<ContainerCreateRequest> {
        private static final Set<String> BESIDES = Set.of("hostconfig", "networkingconfig");

        @Override
        public ContainerCreateRequest deserialize(JsonParser parser, DeserializationContext context) {
            JsonNode body = context.readTree(parser);
            if (!body.isObject()) {
                context.reportInputMismatch(ContainerCreateRequest.class, "a create request is a JSON object");
            }
            boolean hasConfig = body.propertyNames().stream().anyMatch(name -> !BESIDES.contains(lower(name)));
            return new ContainerCreateRequest(
                    hasConfig ? context.readTreeAsValue(body, ContainerConfig.class) : null,
                    part(body, "hostconfig", HostConfig.class, context),
                    part(body, "networkingconfig", NetworkingConfig.class, context));
        }

        private static <T> @Nullable T part(JsonNode body, String name, Class<T> type, DeserializationContext context) {
            T found = null;
            for (var property : body.properties()) {
                if (lower(property.getKey()).equals(name)
                        && !property.getValue().isNull()) {
                    found = context.readTreeAsValue(property.getValue(), type);
                }
            }
            return found;
        }

        private static String lower(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
