package chat.parlor.net.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pages may open a WebSocket here (RFC 6455, section 10.2). Compared as scheme, host and
 * port, never by a part of them. A request with a cookie acts for somebody, so its page must be
 * known; one without a cookie carries its own token, or none.
 */
public final class Origins {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> allowed;
  private final boolean boundToLoopback;

  public Origins(List<String> allowed, boolean boundToLoopback) {
    this.allowed =
        allowed.stream()
            .flatMap(origin -> parse(origin).stream())
            .map(Origin::toString)
            .collect(Collectors.toUnmodifiableSet());
    this.boundToLoopback = boundToLoopback;
  }

  private record Origin(String scheme, String host, int port) {
    @Override
    public String toString() {
      return scheme + "://" + host + ":" + port;
    }
  }

  /**
   * Whether a handshake may go on.
   *
   * @param origins the values of all {@code Origin} headers
   * @param host the {@code Host} header
   * @param secure whether the client's side of the connection is TLS, as far as a trusted proxy
   *     says
   */
  public boolean admits(List<String> origins, String host, boolean cookie, boolean secure) {
    if (origins.isEmpty()) {
      return !cookie;
    }
    if (origins.size() > 1) {
      return false;
    }
    String text = origins.getFirst();
    if (text.equals("null")) {
      return !cookie && boundToLoopback;
    }
    Optional<Origin> parsed = parse(text);
    if (parsed.isEmpty()) {
      return false;
    }
    Origin origin = parsed.get();
    if (allowed.contains(origin.toString())
        || same(origin, secure ? "https" : "http", host)
        || (!cookie && same(origin, origin.scheme(), host))) {
      return true;
    }
    return !cookie && boundToLoopback && LOOPBACK.contains(origin.host());
  }

  private static boolean same(Origin origin, String scheme, String host) {
    return parse(scheme + "://" + host).map(origin::equals).orElse(false);
  }

  private static Optional<Origin> parse(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      if (!web
          || uri.getHost() == null
          || uri.getUserInfo() != null
          || !uri.getRawPath().isEmpty()
          || uri.getRawQuery() != null) {
        return Optional.empty();
      }
      int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
      return Optional.of(new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
