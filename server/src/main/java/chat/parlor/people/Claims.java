package chat.parlor.people;

import chat.parlor.protocol.Language;
import chat.parlor.protocol.Names;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a token of the operator's login says, once its signature is known to be good. */
final class Claims {
  private static final int MOST_ID_UNITS = 128;

  private final TokenOptions options;

  Claims(TokenOptions options) {
    this.options = options;
  }

  /**
   * @param said the claims as they were sent, since the library makes a text of any {@code sub};
   *     null when they are no JSON object
   */
  Person person(@Nullable Map<String, Object> said, Instant now) throws BadToken, ParseException {
    if (said == null) {
      throw new BadToken("no claims");
    }
    JWTClaimsSet registered = JWTClaimsSet.parse(said);
    requireOurs(registered);
    Optional<Instant> end = lifetime(registered, now);
    String id = id(said);
    Optional<Language> language = text(said.get(options.languageClaim())).flatMap(Language::ofTag);
    return new Person(id, name(said, id), false, true, language, end);
  }

  private void requireOurs(JWTClaimsSet claims) throws BadToken {
    if (options.issuer().isPresent() && !options.issuer().get().equals(claims.getIssuer())) {
      throw new BadToken("another issuer");
    }
    if (options.audience().isPresent()
        && !claims.getAudience().contains(options.audience().get())) {
      throw new BadToken("for another audience");
    }
  }

  /** When the token stops counting; empty: never. */
  private Optional<Instant> lifetime(JWTClaimsSet claims, Instant now) throws BadToken {
    Date from = claims.getNotBeforeTime();
    if (from != null && now.isBefore(from.toInstant().minusSeconds(options.leewaySeconds()))) {
      throw new BadToken("not valid yet");
    }
    Date to = claims.getExpirationTime();
    if (to == null) {
      return Optional.empty();
    }
    Instant end = to.toInstant().plusSeconds(options.leewaySeconds());
    if (!now.isBefore(end)) {
      throw new BadToken("expired");
    }
    return Optional.of(end);
  }

  private String id(Map<String, Object> said) throws BadToken {
    Object claim = said.get(options.idClaim());
    // Many logins number their users; a number is taken as its digits.
    String id = claim instanceof Long number ? number.toString() : text(claim).orElse("");
    if (id.isBlank()) {
      throw new BadToken("no user id");
    }
    if (id.length() > MOST_ID_UNITS) {
      throw new BadToken("a user id of more than " + MOST_ID_UNITS + " units");
    }
    if (id.startsWith(Person.GUEST_PREFIX)) {
      throw new BadToken("a user id that only guests have");
    }
    // "*" means everybody where a person's name may stand; the rest cannot be seen or written.
    if (id.equals("*") || !id.equals(id.strip()) || !id.codePoints().allMatch(Claims::isVisible)) {
      throw new BadToken("a user id with signs that no id has");
    }
    return id;
  }

  private String name(Map<String, Object> said, String id) {
    return text(said.get(options.nameClaim()))
        .flatMap(Names::person)
        .or(() -> Names.person(id))
        .orElseGet(() -> nameOf(id));
  }

  /** A name out of an id that is none, like {@code auth0|5f7c}: its letters and digits. */
  private static String nameOf(String id) {
    String kept =
        id.codePoints()
            .filter(Character::isLetterOrDigit)
            .limit(Names.PERSON_LENGTH)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return Names.person(kept).orElse("user");
  }

  private static Optional<String> text(@Nullable Object claim) {
    return claim instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
