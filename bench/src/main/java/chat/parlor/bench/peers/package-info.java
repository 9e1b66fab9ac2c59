/**
 * What people would use instead, each in the few lines that its documentation shows ({@code
 * bench/peers}), loaded as Parlor and the floor are, one after the other. Builds them when they are
 * to be run, and only then.
 */
@NullMarked
package chat.parlor.bench.peers;

import org.jspecify.annotations.NullMarked;
