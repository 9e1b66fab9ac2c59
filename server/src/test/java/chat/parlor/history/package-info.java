/**
 * What clients saw, and whether it may have happened. It knows the guarantees and no code of the
 * server: events recorded at clients' sockets go in, violations come out.
 */
@NullMarked
package chat.parlor.history;

import org.jspecify.annotations.NullMarked;
