package chat.parlor.protocol.codec;

import chat.parlor.protocol.ClientFrame.Place;
import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.Language;
import chat.parlor.protocol.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a client says about itself in the URL of its WebSocket.
 *
 * @param name who it says it is
 * @param token at most 4,096 characters, not verified
 * @param place the room to join at once
 * @param wrongFields those that broke their rule and are empty here. A {@code token} among them is
 *     not an absent one: whoever shows a broken token is to be refused, not let in as a guest.
 */
public record Hello(
    Optional<String> name,
    Optional<String> token,
    Optional<Language> language,
    Optional<Place> place,
    List<String> wrongFields) {

  /** The room of the tutorial dialect when none is named. */
  public static final String LOBBY = "lobby";

  private static final Set<String> KNOWN =
      Set.of("name", "room", "token", "after", "epoch", "last", "echo", "lang");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");
  private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z0-9_-]{1,35}");

  public Hello {
    wrongFields = List.copyOf(wrongFields);
  }

  /**
   * Reads the query as it stands in the URL, still percent-encoded, without the question mark.
   * Unknown fields are ignored, of a repeated one the first counts, an empty one is absent.
   */
  public static Hello parse(String rawQuery, Dialect dialect) {
    return new Reading(fields(rawQuery)).hello(dialect);
  }

  @Override
  public String toString() {
    return "Hello[name=%s, token=%s, language=%s, place=%s, wrongFields=%s]"
        .formatted(name, token.isPresent() ? "(hidden)" : "none", language, place, wrongFields);
  }

  private static Map<String, String> fields(String rawQuery) {
    Map<String, String> fields = new HashMap<>();
    for (int start = 0; start < rawQuery.length(); ) {
      int ampersand = rawQuery.indexOf('&', start);
      int end = ampersand < 0 ? rawQuery.length() : ampersand;
      int equals = rawQuery.indexOf('=', start);
      if (equals >= 0 && equals < end) {
        String name = rawQuery.substring(start, equals);
        if (KNOWN.contains(name)) {
          fields.putIfAbsent(name, rawQuery.substring(equals + 1, end));
        }
      }
      start = end + 1;
    }
    return fields;
  }

  /** One query being read; confined to one call. */
  private static final class Reading {
    private final Map<String, String> raw;
    private final List<String> wrong = new ArrayList<>();

    Reading(Map<String, String> raw) {
      this.raw = raw;
    }

    Hello hello(Dialect dialect) {
      Optional<String> name = read("name", Names::person);
      Optional<String> room = read("room", Names::place);
      Optional<String> token = read("token", atMost(ClientFrameBinder.TOKEN_LENGTH));
      Optional<Long> after = read("after", number(Long.MAX_VALUE));
      Optional<String> epoch = read("epoch", atMost(Fields.EPOCH_LENGTH));
      Optional<Long> last = read("last", number(Fields.MOST_LAST));
      boolean echo = read("echo", Reading::flag).orElse(true);
      Optional<String> tag = read("lang", Reading::languageTag);
      if (room.isEmpty() && dialect == Dialect.TUTORIAL && !wrong.contains("room")) {
        room = Optional.of(LOBBY);
      }
      Optional<Place> place =
          room.map(some ->
              new Place(
                  some,
                  after.map(OptionalLong::of).orElse(OptionalLong.empty()),
                  epoch,
                  last.map(most -> OptionalInt.of(most.intValue())).orElse(OptionalInt.empty()),
                  echo));
      return new Hello(name, token, tag.flatMap(Language::ofTag), place, wrong);
    }

    private <T> Optional<T> read(String name, Function<String, Optional<T>> rule) {
      String encoded = raw.get(name);
      if (encoded == null || encoded.isEmpty()) {
        return Optional.empty();
      }
      Optional<T> value = PercentEncoding.decode(encoded).flatMap(rule);
      if (value.isEmpty()) {
        wrong.add(name);
      }
      return value;
    }

    private static Function<String, Optional<String>> atMost(int units) {
      return text -> text.length() <= units ? Optional.of(text) : Optional.empty();
    }

    private static Function<String, Optional<Long>> number(long most) {
      return text -> {
        // 19 digits without a sign hold every long, and some numbers above.
        if (!NUMBER.matcher(text).matches()
            || Long.compareUnsigned(Long.parseUnsignedLong(text), most) > 0) {
          return Optional.empty();
        }
        return Optional.of(Long.parseLong(text));
      };
    }

    private static Optional<Boolean> flag(String text) {
      return switch (text) {
        case "true", "1" -> Optional.of(true);
        case "false", "0" -> Optional.of(false);
        default -> Optional.empty();
      };
    }

    private static Optional<String> languageTag(String text) {
      return LANGUAGE_TAG.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
  }
}
