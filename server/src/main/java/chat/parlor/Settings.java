package chat.parlor;

import chat.parlor.filter.FilterOptions;
import chat.parlor.protocol.Language;
import chat.parlor.store.postgres.PostgresAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration, checked. Every number is within the range that {@link Option} names, and
 * the word list has been read. What a value means is told by {@code
 * docs/reference/configuration.md}.
 *
 * @param metricsToken opens the figures to other machines; empty: loopback only
 */
public record Settings(
    Listen listen,
    Storage storage,
    Language language,
    Limits limits,
    Auth auth,
    FilterOptions filter,
    Optional<Secret> metricsToken,
    Log log) {

  /**
   * Where connections come from.
   *
   * @param port 0: any free one
   * @param allowedOrigins as a browser sends them: lower case, no path
   * @param loops event loops; 0: as many as processors
   */
  public record Listen(
      String host,
      int port,
      List<String> allowedOrigins,
      List<InetAddress> trustedProxies,
      int heartbeatSeconds,
      int loops) {}

  /** Where messages stay. */
  public sealed interface Storage {
    /** The server's own folder. */
    Path data();

    /** In a file of that folder. */
    record Sqlite(Path data) implements Storage {}

    /** In a database, which other servers may share. */
    record Postgres(Path data, PostgresAddress address) implements Storage {}

    /** Nowhere: for benchmarks. */
    record Memory(Path data) implements Storage {}
  }

  /**
   * A limit of 0 means none, where 0 is possible.
   *
   * @param textLength UTF-16 units, 1 to 20,000
   * @param tailEntries 1 to 4,096
   */
  public record Limits(
      int messagesPerSecond,
      int messageBurst,
      int textLength,
      int connectionsPerAddress,
      int joinsPerMinute,
      int newRoomsPerMinute,
      int tailEntries) {}

  /**
   * Who may enter.
   *
   * @param jwt empty: there is no login but the guests'
   */
  public record Auth(boolean guests, Optional<Jwt> jwt) {}

  /** How tokens of the operator's own login are checked: by a secret, by public keys, or both. */
  public record Jwt(
      Optional<Secret> secret,
      Optional<Path> jwks,
      Optional<String> issuer,
      Optional<String> audience,
      String idClaim,
      String nameClaim,
      String languageClaim,
      int leewaySeconds) {}

  /** A text that no log and no message may show. */
  public record Secret(String value) {
    @Override
    public String toString() {
      return "(not shown)";
    }
  }

  /** What is logged, and how. */
  public record Log(Level level, Format format) {
    public enum Level {
      ERROR,
      WARN,
      INFO,
      DEBUG,
      TRACE
    }

    public enum Format {
      TEXT,
      JSON
    }
  }

  /** What reading gave. */
  public sealed interface Outcome {
    record Good(Settings settings) implements Outcome {}

    /** Every error there is, each in one line, never with a secret in it. */
    record Bad(List<String> errors) implements Outcome {}
  }

  /**
   * Reads all options: a flag goes before an environment variable, that before the file (named by
   * {@code --config}, else {@code parlor.yaml} in the working folder if there is one), that before
   * the default.
   *
   * @param flags {@code --section.name=value} each
   */
  public static Outcome read(List<String> flags, Map<String, String> environment) {
    return read(flags, environment, Path.of(""));
  }

  /** The same in another working folder. */
  static Outcome read(List<String> flags, Map<String, String> environment, Path folder) {
    GivenValues given = GivenValues.collect(flags, environment, folder);
    return new SettingsReader(given, folder).read();
  }
}
