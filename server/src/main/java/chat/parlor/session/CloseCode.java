package chat.parlor.session;

/**
 * Close codes of our own and those of RFC 6455 that sessions use. 40xx: reconnect; 45xx: do not.
 */
public final class CloseCode {
  public static final int PROTOCOL_ERROR = 1002;
  public static final int UNSUPPORTED = 1003;
  public static final int POLICY = 1008;
  public static final int TOO_BIG = 1009;
  public static final int INTERNAL = 1011;
  public static final int RESTART = 1012;
  public static final int OVERLOAD = 1013;

  /** The token expired: get a fresh one and come back. */
  public static final int TOKEN_EXPIRED = 4001;

  /** Control frames piled up, or no byte was taken for too long. */
  public static final int TOO_SLOW = 4008;

  /** Sent on and on before {@code retryAfterMillis} ran out. */
  public static final int RATE_LIMITED = 4029;

  /** Malformed frames again and again. */
  public static final int MALFORMED = 4501;

  private CloseCode() {}
}
