/**
 * The server from outside: a process of its own, spoken to over real sockets by a client that
 * shares no code with it.
 */
@NullMarked
package chat.parlor.e2e;

import org.jspecify.annotations.NullMarked;
