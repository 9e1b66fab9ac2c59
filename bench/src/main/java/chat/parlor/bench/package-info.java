/**
 * The bench: a program of its own that loads a server and says how it did. It shares no code with
 * the server but in {@code jmh}, so that a mistake of the one is not believed by the other.
 */
@NullMarked
package chat.parlor.bench;

import org.jspecify.annotations.NullMarked;
