/**
 * The wire: what a client may say ({@link chat.parlor.protocol.ClientFrame}), what the server says
 * ({@link chat.parlor.protocol.ServerFrame}), the closed list of refusals, and the texts for
 * people. Frames are immutable records; {@code codec} below turns them into bytes and back. Nothing
 * here knows sockets, rooms or a store.
 */
@NullMarked
package chat.parlor.protocol;

import org.jspecify.annotations.NullMarked;
