package chat.parlor;

import com.google.errorprone.annotations.Immutable;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every option there is, once. This table feeds the reader of the configuration, {@code --help} and
 * the comparison with {@code docs/reference/configuration.md}.
 */
enum Option {
  PORT("port", Kind.number(0, 65_535), "3000", "The port to listen on; 0: any free one."),
  HOST(
      "host",
      Kind.text("a name or an address of this machine"),
      "127.0.0.1",
      "The address to listen on; 0.0.0.0 lets other machines in."),
  DATA("data", Kind.text("a folder"), "data", "The folder that keeps everything."),
  STORE(
      "store",
      Kind.text("sqlite, memory, or postgres://user@host:port/database"),
      "sqlite",
      "What keeps the messages; memory forgets everything and is for benchmarks only."),
  POSTGRES_PASSWORD_FILE(
      "postgres.passwordFile",
      Kind.file("a file that others cannot read"),
      "",
      "A file with the password of the database, instead of one in store."),
  LANGUAGE(
      "language",
      Kind.choice("en", "zh-Hans", "zh-Hant"),
      "en",
      "The language for people who ask for none."),
  ALLOWED_ORIGINS(
      "allowedOrigins",
      Kind.list("origins such as https://shop.example"),
      "",
      "Other sites whose pages may connect."),
  TRUSTED_PROXIES(
      "trustedProxies",
      Kind.list("IP addresses"),
      "",
      "Proxies whose X-Forwarded-For header is believed."),
  MESSAGES_PER_SECOND(
      "limits.messagesPerSecond",
      Kind.number(0, 100_000),
      "5",
      "Messages a second that one person may go on sending."),
  MESSAGE_BURST(
      "limits.messageBurst",
      Kind.number(0, 100_000),
      "20",
      "Messages that one person may send at once before that rate counts."),
  TEXT_LENGTH(
      "limits.textLength",
      Kind.number(0, Limits.TEXT_LENGTH_MOST),
      "1000",
      "The longest message, in UTF-16 units; 0: the most there is, 20000."),
  CONNECTIONS_PER_ADDRESS(
      "limits.connectionsPerAddress",
      Kind.number(0, 1_000_000),
      "100",
      "Open connections from one address (IPv6: from one /64)."),
  JOINS_PER_MINUTE(
      "limits.joinsPerMinute",
      Kind.number(0, 1_000_000),
      "300",
      "Joins of rooms a minute from one address."),
  NEW_ROOMS_PER_MINUTE(
      "limits.newRoomsPerMinute",
      Kind.number(0, 1_000_000),
      "30",
      "Rooms a minute that one address may begin."),
  TAIL_ENTRIES(
      "limits.tailEntries",
      Kind.number(1, 4096),
      "4096",
      "The newest messages of a room that are kept in memory; older ones are read from disk."),
  HEARTBEAT_SECONDS(
      "heartbeat.seconds",
      Kind.number(1, 3600),
      "30",
      "How often a connection is asked whether it is alive; two rounds of silence end it."),
  JWT_SECRET(
      "auth.jwt.secret",
      Kind.secret("at least 32 bytes"),
      "",
      "The key of your own login's HS256 tokens."),
  JWT_SECRET_FILE(
      "auth.jwt.secretFile",
      Kind.file("a file that others cannot read"),
      "",
      "A file with that key, instead of auth.jwt.secret."),
  JWT_JWKS(
      "auth.jwt.jwks",
      Kind.file("a JSON file"),
      "",
      "A JWKS file with the public keys of your own login (RS256, ES256, EdDSA)."),
  JWT_ISSUER("auth.jwt.issuer", Kind.text("any text"), "", "The iss that a token must name."),
  JWT_AUDIENCE("auth.jwt.audience", Kind.text("any text"), "", "The aud that a token must name."),
  JWT_ID_CLAIM(
      "auth.jwt.idClaim", Kind.text("a claim's name"), "sub", "The claim with a person's id."),
  JWT_NAME_CLAIM(
      "auth.jwt.nameClaim", Kind.text("a claim's name"), "name", "The claim with a person's name."),
  JWT_LANGUAGE_CLAIM(
      "auth.jwt.languageClaim",
      Kind.text("a claim's name"),
      "locale",
      "The claim with a person's language."),
  JWT_LEEWAY_SECONDS(
      "auth.jwt.leewaySeconds",
      Kind.number(0, 600),
      "30",
      "How far the clocks of token and server may stand apart."),
  GUESTS(
      "auth.guests", Kind.choice("on", "off"), "on", "Whether people without a token may enter."),
  FILTER_WORDS(
      "filter.words",
      Kind.file("a UTF-8 file, one word a line"),
      "",
      "The list of sensitive words; see the guide sensitive-words."),
  FILTER_ACTION(
      "filter.action",
      Kind.choice("mask", "refuse"),
      "mask",
      "What becomes of a message with such a word: letters become *, or it is refused."),
  FILTER_MASK(
      "filter.mask",
      Kind.list("mobile, idcard, bankcard, email"),
      "",
      "Personal data that is masked in messages."),
  METRICS_TOKEN(
      "metrics.token",
      Kind.secret("at least 16 bytes"),
      "",
      "The bearer token that opens /metrics and /api/stats to other machines."),
  LOG_LEVEL(
      "log.level",
      Kind.choice("error", "warn", "info", "debug", "trace"),
      "info",
      "How much is logged."),
  LOG_FORMAT("log.format", Kind.choice("text", "json"), "text", "Log lines as text or as JSON."),
  LOOPS(
      "threads.loops",
      Kind.number(0, 1024),
      "0",
      "Threads that serve connections; 0: one a processor.");

  private final String key;
  private final Kind kind;
  private final String standard;
  private final String meaning;

  Option(String key, Kind kind, String standard, String meaning) {
    this.key = key;
    this.kind = kind;
    this.standard = standard;
    this.meaning = meaning;
  }

  /** Its name in the file and, after {@code --}, as a flag. */
  String key() {
    return key;
  }

  Kind kind() {
    return kind;
  }

  /** The default as it would be written; empty: none. */
  String standard() {
    return standard;
  }

  /** One line of English. */
  String meaning() {
    return meaning;
  }

  /** The environment variable: {@code limits.textLength} is {@code PARLOR_LIMITS_TEXT_LENGTH}. */
  String variable() {
    return "PARLOR_"
        + key.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  static Optional<Option> of(String key) {
    return Stream.of(values()).filter(option -> option.key.equals(key)).findFirst();
  }

  /** What may be written as a value. */
  @Immutable
  record Kind(Form form, String allowed, int least, int most) {
    enum Form {
      NUMBER,
      TEXT,
      CHOICE,
      LIST,
      FILE,
      SECRET
    }

    static Kind number(int least, int most) {
      return new Kind(Form.NUMBER, "a whole number from " + least + " to " + most, least, most);
    }

    static Kind text(String allowed) {
      return new Kind(Form.TEXT, allowed, 0, 0);
    }

    static Kind choice(String... words) {
      return new Kind(Form.CHOICE, String.join(" | ", words), 0, 0);
    }

    static Kind list(String allowed) {
      return new Kind(Form.LIST, allowed, 0, 0);
    }

    static Kind file(String allowed) {
      return new Kind(Form.FILE, allowed, 0, 0);
    }

    static Kind secret(String allowed) {
      return new Kind(Form.SECRET, allowed, 0, 0);
    }
  }

  /** Figures that the table shares with the settings. */
  static final class Limits {
    static final int TEXT_LENGTH_MOST = 20_000;

    private Limits() {}
  }
}
