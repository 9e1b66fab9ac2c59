package chat.parlor.net.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;

/** Whether a client takes gzip (RFC 9110, section 12.5.3). */
final class AcceptEncoding {
  private static final int WHOLE = 1_000;
  private static final int UNSAID = -1;

  private AcceptEncoding() {}

  /**
   * Whether gzip is what the client would rather have: named, or meant by {@code *}, with a weight
   * above 0 and not below that of {@code identity}. Without the header nothing is packed.
   */
  static boolean gzip(HttpHeaders headers) {
    int gzip = UNSAID;
    int identity = UNSAID;
    int others = UNSAID;
    for (String line : headers.getAll(HttpHeaderNames.ACCEPT_ENCODING)) {
      for (String element : line.split(",", -1)) {
        int semicolon = element.indexOf(';');
        String coding = semicolon < 0 ? element : element.substring(0, semicolon);
        int weight = semicolon < 0 ? WHOLE : weight(element.substring(semicolon + 1).strip());
        switch (coding.strip().toLowerCase(Locale.ROOT)) {
          case "gzip", "x-gzip" -> gzip = weight;
          case "identity" -> identity = weight;
          case "*" -> others = weight;
          default -> {}
        }
      }
    }
    int wanted = gzip == UNSAID ? others : gzip;
    return wanted > 0 && wanted >= identity;
  }

  /** Thousandths of {@code q=0.8}; what is no weight counts as a refusal. */
  private static int weight(String parameter) {
    String text = parameter.toLowerCase(Locale.ROOT);
    if (!text.startsWith("q=") || text.length() < 3 || text.length() > 7) {
      return 0;
    }
    int weight = 0;
    int worth = WHOLE;
    for (int i = 2; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean point = i == 3;
      if (point ? c != '.' : c < '0' || c > '9') {
        return 0;
      }
      if (!point) {
        weight += (c - '0') * worth;
        worth /= 10;
      }
    }
    return weight > WHOLE ? 0 : weight;
  }
}
