package dev.sampan.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member of a row that takes arguments, such as {@code .Label "key"}. */
@FunctionalInterface
public interface Method {
    @Nullable
    Object call(List<@Nullable Object> arguments);
}
