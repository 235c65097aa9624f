package dev.sampan.engine.logging;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Whose output it is.
 *
 * @param file where a driver that keeps files keeps them: {@code <id>-json.log}; rotated ones lie beside it
 * @param labels of the container, for the option {@code labels}
 * @param env {@code NAME=value}, for the option {@code env}
 */
public record LogTarget(
        String containerId,
        String containerName,
        String imageName,
        String imageId,
        Path file,
        Map<String, String> labels,
        List<String> env) {}
