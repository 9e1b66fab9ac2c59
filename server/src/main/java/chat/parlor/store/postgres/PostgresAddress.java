package chat.parlor.store.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a database is: {@code postgres://user:password@host:port/database?sslmode=verify-full} (RFC
 * 3986; as libpq writes it, percent-encoded where a sign is special).
 *
 * @param password empty: none, or one that PostgreSQL does not ask for
 * @param tls {@code sslmode}, {@code sslrootcert}, {@code sslcert}, {@code sslkey} as libpq knows
 *     them
 */
public record PostgresAddress(
    String host,
    int port,
    String database,
    String user,
    Optional<String> password,
    Map<String, String> tls) {
  private static final int STANDARD_PORT = 5432;
  private static final Set<String> KNOWN = Set.of("sslmode", "sslrootcert", "sslcert", "sslkey");

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with what is wrong; the address is not in it, for it may hold
   *     a password
   */
  public static PostgresAddress parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is no address (" + e.getReason() + ")", e);
    }
    String path = Optional.ofNullable(uri.getPath()).orElse("");
    if (uri.getHost() == null || path.length() < 2 || path.indexOf('/', 1) > 0) {
      throw new IllegalArgumentException("it must read postgres://user@host:port/database");
    }
    String[] user = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
    if (user[0].isEmpty()) {
      throw new IllegalArgumentException("it names no user: postgres://user@host:port/database");
    }
    return new PostgresAddress(
        uri.getHost(),
        uri.getPort() < 0 ? STANDARD_PORT : uri.getPort(),
        path.substring(1),
        decoded(user[0]),
        user.length == 2 ? Optional.of(decoded(user[1])) : Optional.empty(),
        parameters(uri.getRawQuery()));
  }

  /** The same with this password. */
  public PostgresAddress withPassword(String given) {
    return new PostgresAddress(host, port, database, user, Optional.of(given), tls);
  }

  String url() {
    String name = URLEncoder.encode(database, StandardCharsets.UTF_8);
    return "jdbc:postgresql://" + host + ":" + port + "/" + name;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> found = new LinkedHashMap<>();
    if (query == null) {
      return found;
    }
    for (String parameter : query.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      if (parts.length < 2 || !KNOWN.contains(parts[0])) {
        throw new IllegalArgumentException(
            "it knows no parameter " + parts[0] + " (but sslmode, sslrootcert, sslcert, sslkey)");
      }
      found.put(parts[0], decoded(parts[1]));
    }
    return found;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** For people: without the password. */
  @Override
  public String toString() {
    return "postgres://" + user + "@" + host + ":" + port + "/" + database;
  }
}
