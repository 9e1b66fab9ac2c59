package chat.parlor.protocol;

/** Two habits of speaking the same frames, chosen by {@code Sec-WebSocket-Protocol}. */
public enum Dialect {
  /**
   * No subprotocol: an automatic room, and a frame that does not begin with <code>{</code> is chat.
   */
  TUTORIAL,
  /** {@code parlor.v1}: no automatic room, JSON objects only. */
  V1
}
