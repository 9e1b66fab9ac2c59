/**
 * One connected client: what it is joined to, and the one exhaustive switch over what it may say.
 * It knows no sockets, no bytes of WebSocket and no store.
 */
@NullMarked
package chat.parlor.session;

import org.jspecify.annotations.NullMarked;
