package chat.parlor.bench.load;

import java.nio.charset.StandardCharsets;

/** How one kind of server is spoken to over a WebSocket. Used on the generator's thread. */
public interface Dialect {

  /** The path and query of the handshake. */
  String path(Crowd crowd, Seat seat);

  /** What goes into {@code Sec-WebSocket-Protocol}; empty: nothing. */
  default String subprotocol() {
    return "";
  }

  /** The handshake is done: say what has to be said first. */
  default void opened(Client client) {}

  /** A text frame came. The bytes are lent. */
  void heard(Client client, byte[] bytes, int from, int to);

  /** The text frame that sends this message. */
  String message(Client client, int room, String text);

  /** What a frame was, for faults. */
  static String excerpt(byte[] bytes, int from, int to) {
    return new String(bytes, from, Math.min(to - from, 200), StandardCharsets.UTF_8);
  }
}
