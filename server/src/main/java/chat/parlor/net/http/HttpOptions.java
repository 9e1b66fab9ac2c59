package chat.parlor.net.http;

import java.util.List;
import java.util.Optional;

/**
 * Whom the HTTP side believes.
 *
 * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed
 * @param operatorToken opens {@code /metrics} and {@code /api/stats} to others than loopback
 */
public record HttpOptions(List<String> trustedProxies, Optional<String> operatorToken) {
  public static final int REQUEST_LINE_BYTES = 8 << 10;
  public static final int HEADER_BYTES = 32 << 10;
  static final int BODY_BYTES = 64 << 10;

  /** Time for a whole request to come, from the connection or the answer before. */
  static final int REQUEST_MILLIS = 10_000;

  /** Time for the peer to close after the last answer. */
  static final int LINGER_MILLIS = 1_000;

  public HttpOptions {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Without the token, since options are things one logs. */
  @Override
  public String toString() {
    return "HttpOptions[trustedProxies=" + trustedProxies + "]";
  }
}
