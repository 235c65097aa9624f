/**
 * Wire records about the daemon and its host: {@code /version}, {@code /info}, {@code /system/df}, {@code /auth}.
 *
 * <p>Start reading at {@link dev.sampan.api.system.InfoResponse}. Fields that came or went with a version are cut by
 * {@code dev.sampan.api.version.Info}; times of queries are read by {@link dev.sampan.api.system.UnixTime}.
 */
@NullMarked
package dev.sampan.api.system;

import org.jspecify.annotations.NullMarked;
