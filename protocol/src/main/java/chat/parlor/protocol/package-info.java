/**
 * The wire: what a client may say, what the server says, and the only code that reads or writes
 * JSON. Frames are immutable records; {@link chat.parlor.protocol.FrameDecoder} makes them from
 * bytes, {@link chat.parlor.protocol.FrameEncoder} makes bytes from them. It knows no sockets, no
 * rooms and no store. The golden vectors beside the tests are written by hand from the reference
 * ({@code docs/reference/protocol.md}); no code writes them.
 */
@NullMarked
package chat.parlor.protocol;

import org.jspecify.annotations.NullMarked;
