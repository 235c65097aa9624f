/**
 * The one place that knows how the versions of the API differ, 1.24 to 1.56. The engine answers in the newest shape; what an
 * older client must not see, or must see otherwise, is changed here, on the way out.
 */
@NullMarked
package dev.sampan.api.version;

import org.jspecify.annotations.NullMarked;
