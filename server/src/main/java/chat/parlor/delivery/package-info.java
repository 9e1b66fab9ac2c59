/**
 * Subscriptions are cursors; passes move them. It knows a connection only as a {@code Sink} and an
 * event loop only as a {@code Loop}, and nothing of rules, people or frames.
 */
@NullMarked
package chat.parlor.delivery;

import org.jspecify.annotations.NullMarked;
