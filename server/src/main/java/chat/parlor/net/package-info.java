/**
 * Sockets: the listener and WebSocket here, HTTP with its table of routes in {@code http} below.
 * The only package that sees Netty. It decides nothing about messages.
 */
@NullMarked
package chat.parlor.net;

import org.jspecify.annotations.NullMarked;
