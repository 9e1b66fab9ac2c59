package chat.parlor.net;

import io.netty.buffer.ByteBuf;

/** WebSocket frames of a server (RFC 6455, section 5): unmasked, never fragmented. */
final class Frames {
  static final int TEXT = 0x81;
  static final int CLOSE = 0x88;
  static final int PING = 0x89;
  static final int PONG = 0x8a;

  private Frames() {}

  /** Bytes of a frame with such a payload. */
  static int size(int payload) {
    return payload + (payload < 126 ? 2 : payload < 65_536 ? 4 : 10);
  }

  static void header(ByteBuf out, int firstByte, int payload) {
    out.writeByte(firstByte);
    if (payload < 126) {
      out.writeByte(payload);
    } else if (payload < 65_536) {
      out.writeByte(126).writeShort(payload);
    } else {
      out.writeByte(127).writeLong(payload);
    }
  }

  static void text(ByteBuf out, byte[] payload) {
    header(out, TEXT, payload.length);
    out.writeBytes(payload);
  }
}
