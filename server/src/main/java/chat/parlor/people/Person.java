package chat.parlor.people;

import chat.parlor.protocol.Language;
import java.time.Instant;
import java.util.Optional;

/**
 * Who somebody is.
 *
 * @param userId 1 to 128 UTF-16 units; a guest's begins with {@code guest-}, nobody else's does
 * @param name what they would like to be called; what they are called is in {@link NamesInUse}
 * @param guest whether nobody vouches for them but this server
 * @param named false for a guest whose name was made up
 * @param language the one their token asks for
 * @param expires when what they showed stops counting, leeway included; empty: never
 */
public record Person(
    String userId,
    String name,
    boolean guest,
    boolean named,
    Optional<Language> language,
    Optional<Instant> expires) {
  static final String GUEST_PREFIX = "guest-";
  private static final int MOST_ID_UNITS = 128;

  public Person {
    if (userId.isBlank() || userId.length() > MOST_ID_UNITS) {
      throw new IllegalArgumentException("a user id of " + userId.length() + " units");
    }
    if (guest != userId.startsWith(GUEST_PREFIX)) {
      throw new IllegalArgumentException("only guests' ids begin with " + GUEST_PREFIX);
    }
  }

  /** The same person under a name of their own choice. */
  public Person named(String chosen) {
    return new Person(userId, chosen, guest, true, language, expires);
  }

  /** The same person for as long as another token of theirs counts. */
  public Person until(Optional<Instant> end) {
    return new Person(userId, name, guest, named, language, end);
  }
}
