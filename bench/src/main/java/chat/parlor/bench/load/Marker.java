package chat.parlor.bench.load;

/**
 * What a message of the bench says: {@code ~T}, the nanosecond it was due at, {@code ~}, its number
 * among the room's messages, {@code ~}, and filling. It is found again in whatever a server makes
 * of the message.
 *
 * <p>Reading remembers where it stood last: messages of one run look alike. Owned by the
 * generator's thread.
 */
final class Marker {
  private static final byte[] SIGN = Bytes.of("~T");
  private static final int DIGITS = 19;

  private final String filling;

  /** Where it stood in the last frame, counted from the frame's first byte. */
  private int offset;

  /** Of the last one found. */
  private long dueNanos;

  private long number;

  Marker(int payload) {
    StringBuilder text = new StringBuilder(payload);
    for (int i = 0; i < payload; i++) {
      text.append((char) ('a' + i % 26));
    }
    filling = text.toString();
  }

  String text(long due, long messageNumber) {
    String digits = Long.toString(due);
    return "~T"
        + "0".repeat(DIGITS - digits.length())
        + digits
        + "~"
        + messageNumber
        + "~"
        + filling;
  }

  /** Looks for a marker; when it is there {@link #dueNanos} and {@link #number} are its own. */
  boolean find(byte[] bytes, int from, int to) {
    int at = from + offset;
    if (!Bytes.startsWith(bytes, at, to, SIGN)) {
      at = Bytes.find(bytes, from, to, SIGN);
      if (at < 0) {
        return false;
      }
      offset = at - from;
    }
    int digits = at + SIGN.length;
    dueNanos = Bytes.number(bytes, digits, digits + DIGITS);
    number = Bytes.number(bytes, digits + DIGITS + 1, to);
    return true;
  }

  long dueNanos() {
    return dueNanos;
  }

  long number() {
    return number;
  }
}
