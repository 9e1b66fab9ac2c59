package chat.parlor;

import chat.parlor.GivenValues.Given;
import chat.parlor.Settings.Auth;
import chat.parlor.Settings.Jwt;
import chat.parlor.Settings.Limits;
import chat.parlor.Settings.Listen;
import chat.parlor.Settings.Log;
import chat.parlor.Settings.Outcome;
import chat.parlor.Settings.Secret;
import chat.parlor.Settings.Storage;
import chat.parlor.filter.Detector;
import chat.parlor.filter.FilterOptions;
import chat.parlor.filter.WordList;
import chat.parlor.protocol.Language;
import chat.parlor.store.postgres.PostgresAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Turns what was written into settings. It goes on after an error with a value that is never used,
 * so that one run tells all errors.
 */
final class SettingsReader {
  private static final int SECRET_BYTES_LEAST = 32;
  private static final int TOKEN_BYTES_LEAST = 16;
  private static final int SECRET_FILE_BYTES_MOST = 1 << 16;

  private final GivenValues given;
  private final Path folder;
  private final List<String> errors;

  SettingsReader(GivenValues given, Path folder) {
    this.given = given;
    this.folder = folder;
    this.errors = given.errors();
  }

  Outcome read() {
    Settings settings =
        new Settings(
            listen(),
            storage(),
            value(Option.LANGUAGE, Language.ENGLISH, Language::ofTag),
            limits(),
            auth(),
            filter(),
            secret(Option.METRICS_TOKEN, TOKEN_BYTES_LEAST),
            log());
    return errors.isEmpty() ? new Outcome.Good(settings) : new Outcome.Bad(List.copyOf(errors));
  }

  private Listen listen() {
    return new Listen(
        value(Option.HOST, "", text -> text.isBlank() ? Optional.empty() : Optional.of(text)),
        number(Option.PORT),
        list(Option.ALLOWED_ORIGINS, SettingsReader::origin),
        list(Option.TRUSTED_PROXIES, SettingsReader::address),
        number(Option.HEARTBEAT_SECONDS),
        number(Option.LOOPS));
  }

  private Storage storage() {
    String store = text(Option.STORE);
    Path data = value(Option.DATA, folder, this::path);
    return switch (store) {
      case "sqlite" -> new Storage.Sqlite(data);
      case "memory" -> new Storage.Memory(data);
      default ->
          postgres(store)
              .<Storage>map(address -> new Storage.Postgres(data, address))
              .orElseGet(() -> new Storage.Sqlite(data));
    };
  }

  /** An address is never quoted, for it may hold a password. */
  private Optional<PostgresAddress> postgres(String store) {
    if (!store.startsWith("postgres://") && !store.startsWith("postgresql://")) {
      errors.add(named(Option.STORE) + ": it is not " + allowed(Option.STORE));
      return Optional.empty();
    }
    Optional<String> password = secretFile(Option.POSTGRES_PASSWORD_FILE);
    try {
      PostgresAddress address = PostgresAddress.parse(store);
      if (address.password().isPresent() && password.isPresent()) {
        errors.add(named(Option.POSTGRES_PASSWORD_FILE) + ": store holds a password too; give one");
      }
      return Optional.of(password.map(address::withPassword).orElse(address));
    } catch (IllegalArgumentException e) {
      errors.add(named(Option.STORE) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Limits limits() {
    int textLength = number(Option.TEXT_LENGTH);
    return new Limits(
        number(Option.MESSAGES_PER_SECOND),
        number(Option.MESSAGE_BURST),
        textLength == 0 ? Option.Limits.TEXT_LENGTH_MOST : textLength,
        number(Option.CONNECTIONS_PER_ADDRESS),
        number(Option.JOINS_PER_MINUTE),
        number(Option.NEW_ROOMS_PER_MINUTE),
        number(Option.TAIL_ENTRIES));
  }

  private Auth auth() {
    boolean guests = onOrOff(Option.GUESTS);
    Optional<Secret> secret = jwtSecret();
    Optional<Path> jwks = file(Option.JWT_JWKS);
    Jwt jwt =
        new Jwt(
            secret,
            jwks,
            optional(Option.JWT_ISSUER),
            optional(Option.JWT_AUDIENCE),
            text(Option.JWT_ID_CLAIM),
            text(Option.JWT_NAME_CLAIM),
            text(Option.JWT_LANGUAGE_CLAIM),
            number(Option.JWT_LEEWAY_SECONDS));
    boolean login =
        Stream.of(Option.JWT_SECRET, Option.JWT_SECRET_FILE, Option.JWT_JWKS)
            .anyMatch(option -> given.of(option).isPresent());
    if (!guests && !login) {
      errors.add(
          named(Option.GUESTS)
              + ": off lets nobody in while there is no auth.jwt.secret, auth.jwt.secretFile or"
              + " auth.jwt.jwks");
    }
    return new Auth(guests, login ? Optional.of(jwt) : Optional.empty());
  }

  private Optional<Secret> jwtSecret() {
    if (given.of(Option.JWT_SECRET_FILE).isEmpty()) {
      return secret(Option.JWT_SECRET, SECRET_BYTES_LEAST);
    }
    if (given.of(Option.JWT_SECRET).isPresent()) {
      errors.add(named(Option.JWT_SECRET_FILE) + ": auth.jwt.secret is given too; give one");
    }
    return secretFile(Option.JWT_SECRET_FILE)
        .flatMap(text -> checked(Option.JWT_SECRET_FILE, text, SECRET_BYTES_LEAST));
  }

  private Optional<String> secretFile(Option option) {
    Optional<Path> path = file(option);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> open = SecretFile.readableByOthers(path.get());
    if (open.isPresent()) {
      errors.add(named(option) + ": " + open.get());
      return Optional.empty();
    }
    return content(option, path.get());
  }

  /** The file without the line break that editors add. */
  private Optional<String> content(Option option, Path path) {
    try {
      if (Files.size(path) <= SECRET_FILE_BYTES_MOST) {
        return Optional.of(Files.readString(path).replaceFirst("\\r?\\n$", ""));
      }
      errors.add(named(option) + ": larger than 64 KiB");
    } catch (CharacterCodingException e) {
      errors.add(named(option) + ": not UTF-8 text");
    } catch (IOException e) {
      errors.add(named(option) + ": cannot be read");
    }
    return Optional.empty();
  }

  private Optional<Secret> secret(Option option, int bytesLeast) {
    return given.of(option).flatMap(found -> checked(option, found.value(), bytesLeast));
  }

  private Optional<Secret> checked(Option option, String value, int bytesLeast) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (value.equals("secret")) {
      errors.add(named(option) + ": this is the sample of the tutorials, which everybody knows");
    } else if (bytes < bytesLeast) {
      String have =
          bytes == 0 ? "it is empty" : "it has " + bytes + (bytes == 1 ? " byte" : " bytes");
      errors.add(named(option) + ": at least " + bytesLeast + " bytes are needed, " + have);
    } else {
      return Optional.of(new Secret(value));
    }
    return Optional.empty();
  }

  private FilterOptions filter() {
    Optional<Path> path = file(Option.FILTER_WORDS);
    List<String> words = List.of();
    if (path.isPresent()) {
      WordList.Outcome outcome = WordList.read(path.get());
      outcome.errors().forEach(error -> errors.add(named(Option.FILTER_WORDS) + ": " + error));
      words = outcome.words();
    }
    Set<Detector> mask = EnumSet.noneOf(Detector.class);
    mask.addAll(list(Option.FILTER_MASK, Detector::of));
    return new FilterOptions(words, choice(Option.FILTER_ACTION, FilterOptions.Action.class), mask);
  }

  private Log log() {
    return new Log(
        choice(Option.LOG_LEVEL, Log.Level.class), choice(Option.LOG_FORMAT, Log.Format.class));
  }

  private static Optional<String> origin(String text) {
    try {
      URI uri = URI.create(text.toLowerCase(Locale.ROOT));
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = uri.getRawPath().isEmpty() && uri.getRawQuery() == null;
      return web && bare && uri.getHost() != null && uri.getRawUserInfo() == null
          ? Optional.of(uri.toString())
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text)); // never asks the DNS
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private int number(Option option) {
    Option.Kind kind = option.kind();
    return value(
        option,
        kind.least(),
        text -> {
          // Bounded before it is parsed; no sign, no spaces, no other script's digits.
          if (!text.matches("[0-9]{1,9}")) {
            return Optional.empty();
          }
          int number = Integer.parseInt(text);
          return number >= kind.least() && number <= kind.most()
              ? Optional.of(number)
              : Optional.empty();
        });
  }

  private <E extends Enum<E>> E choice(Option option, Class<E> type) {
    E[] all = type.getEnumConstants();
    return value(
        option,
        all[0],
        text -> Stream.of(all).filter(one -> one.name().equalsIgnoreCase(text)).findFirst());
  }

  /** YAML 1.2 leaves on and off as they are written; true and false mean the same. */
  private boolean onOrOff(Option option) {
    return value(
        option,
        true,
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "on", "true" -> Optional.of(true);
              case "off", "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  private Optional<Path> file(Option option) {
    if (given.of(option).isEmpty()) {
      return Optional.empty();
    }
    Path path = value(option, folder, this::path);
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      errors.add(named(option) + ": there is no file " + path + " that can be read");
      return Optional.empty();
    }
    return Optional.of(path);
  }

  private Optional<Path> path(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(folder.resolve(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<String> optional(Option option) {
    return given.of(option).map(found -> text(option));
  }

  private String text(Option option) {
    return value(option, "", text -> text.isBlank() ? Optional.empty() : Optional.of(text));
  }

  private <T> List<T> list(Option option, Function<String, Optional<T>> parser) {
    String all = given.of(option).map(Given::value).orElse(option.standard());
    return Stream.of(all.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .flatMap(item -> {
          Optional<T> parsed = parser.apply(item);
          if (parsed.isEmpty()) {
            errors.add(named(option) + ": \"" + item + "\" is none of " + allowed(option));
          }
          return parsed.stream();
        })
        .distinct()
        .toList();
  }

  /** The value of an option; a wrong one is an error and gives {@code unused}. */
  private <T> T value(Option option, T unused, Function<String, Optional<T>> parser) {
    Optional<Given> found = given.of(option);
    if (found.isPresent() && found.get().list()) {
      errors.add(named(option) + ": a list is given where one value is due: " + allowed(option));
      return unused;
    }
    String text = found.map(Given::value).orElse(option.standard());
    Optional<T> parsed = parser.apply(text);
    if (parsed.isEmpty()) {
      errors.add(named(option) + ": \"" + text + "\" is not " + allowed(option));
    }
    return parsed.orElse(unused);
  }

  private static String allowed(Option option) {
    return option.kind().form() == Option.Kind.Form.CHOICE
        ? "one of " + option.kind().allowed()
        : option.kind().allowed();
  }

  private String named(Option option) {
    return option.key() + given.of(option).map(found -> " (" + found.source() + ")").orElse("");
  }
}
