/**
 * The only code that reads or writes JSON. {@link chat.parlor.protocol.codec.FrameDecoder} makes
 * frames from bytes, {@link chat.parlor.protocol.codec.FrameEncoder} and {@link
 * chat.parlor.protocol.codec.EntryCodec} make bytes from them, {@link
 * chat.parlor.protocol.codec.Hello} reads the URL. The golden vectors beside the tests are written
 * by hand from the reference ({@code docs/reference/protocol.md}); no code writes them.
 */
@NullMarked
package chat.parlor.protocol.codec;

import org.jspecify.annotations.NullMarked;
