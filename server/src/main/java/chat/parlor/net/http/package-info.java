/**
 * HTTP on one connection until it becomes a WebSocket: the table of routes, the page's files, who
 * asks and from where. It knows nothing of WebSockets but that one path is handed on.
 */
@NullMarked
package chat.parlor.net.http;

import org.jspecify.annotations.NullMarked;
