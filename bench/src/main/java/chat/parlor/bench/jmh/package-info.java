/**
 * The inner parts alone, under JMH: the codec, a run for a room, the writer's decision. The only
 * package of the bench that sees the server, through the doors that are open to everybody.
 */
@NullMarked
package chat.parlor.bench.jmh;

import org.jspecify.annotations.NullMarked;
