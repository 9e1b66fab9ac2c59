/**
 * The load: many WebSocket clients on one thread, each of which checks that the numbers of its
 * rooms come one by one. Knows nothing of scenarios and of how a server is started; what differs
 * from server to server is a {@link chat.parlor.bench.load.Dialect}.
 */
@NullMarked
package chat.parlor.bench.load;

import org.jspecify.annotations.NullMarked;
