/**
 * Sockets: the listener, HTTP with its table of routes, WebSocket, the page's files. The only
 * package that sees Netty. It decides nothing about messages.
 */
@NullMarked
package chat.parlor.net;

import org.jspecify.annotations.NullMarked;
