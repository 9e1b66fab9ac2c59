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

  /** Folders between the page's root and a path below {@code /r/}; deeper is not found. */
  static final int PAGE_DEPTH = 4;

  /** A path below {@code /r/}: twice what the longest name of a room takes, percent-encoded. */
  static final int PAGE_PATH_CHARACTERS = 1_536;

  /** Smaller files of the page gain nothing by gzip. */
  static final int PACKED_FROM_BYTES = 1 << 10;

  public HttpOptions {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Without the token, since options are things one logs. */
  @Override
  public String toString() {
    return "HttpOptions[trustedProxies=" + trustedProxies + "]";
  }
}
