/**
 * What was measured, and the ways to show it: a table, JSON, a picture. Knows nothing of how it was
 * measured.
 */
@NullMarked
package chat.parlor.bench.report;

import org.jspecify.annotations.NullMarked;
