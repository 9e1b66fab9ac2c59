/**
 * Counters and gauges, each named once, with the text that the reference shows. It knows nothing of
 * what it counts.
 */
@NullMarked
package chat.parlor.telemetry;

import org.jspecify.annotations.NullMarked;
