package chat.parlor.people;

import chat.parlor.protocol.Language;
import chat.parlor.protocol.Texts;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells from a token who somebody is: a JWT (RFC 7519) of the operator's own login, or one this
 * installation gave a guest. The order is that of RFC 8725: size and form, header, key, signature;
 * only then is a claim looked at.
 */
public final class Tokens {
  /** What a token tells. */
  public sealed interface Verdict {
    record Valid(Person person) implements Verdict {}

    /**
     * It does not count.
     *
     * @param reasonForTheLog one of a few fixed sentences; nothing of the token is in it
     */
    record Invalid(String reasonForTheLog) implements Verdict {}
  }

  private static final int MOST_UNITS = 4_096;

  /** Signed, compact, signature not empty (RFC 7515, 7.1). Five parts would be encrypted. */
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  /** A token does not choose its own key, and there is no extension we know. */
  private static final Set<String> FORBIDDEN_HEADERS =
      Set.of("jwk", "jku", "x5u", "x5c", "crit", "zip", "b64");

  private static final Set<String> OPERATORS_TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int GUEST_ID_LETTERS = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TokenOptions options;
  private final TrustedKeys keys;
  private final GuestTokens guests;
  private final Claims claims;
  private final InstantSource clock;

  /**
   * @param installationSecret {@code Store.secret()}
   * @throws IllegalArgumentException with one sentence for the operator: a secret that is too short
   *     or known to everybody, a file that holds no public keys
   */
  public Tokens(TokenOptions options, byte[] installationSecret, InstantSource clock) {
    this.options = options;
    this.keys = TrustedKeys.of(options);
    this.guests = new GuestTokens(installationSecret);
    this.claims = new Claims(options);
    this.clock = clock;
  }

  /**
   * A new guest.
   *
   * @param wantedName a valid name; without one they are called something like {@code Guest 4821}
   */
  public static Person newGuest(Optional<String> wantedName, Language language) {
    StringBuilder id = new StringBuilder(Person.GUEST_PREFIX);
    for (int i = 0; i < GUEST_ID_LETTERS; i++) {
      id.append(BASE32.charAt(RANDOM.nextInt(BASE32.length())));
    }
    String name =
        wantedName.orElseGet(() -> Texts.guestName(language, RANDOM.nextInt(1_000, 10_000)));
    return new Person(
        id.toString(), name, true, wantedName.isPresent(), Optional.empty(), Optional.empty());
  }

  /** A token by which this server knows the guest again, for ever. */
  public String issueGuest(Person guest) {
    if (!guest.guest()) {
      throw new IllegalArgumentException("not a guest: " + guest.userId());
    }
    return guests.issue(guest);
  }

  /** Takes up to a millisecond; never throws, whatever is in the token. */
  public Verdict verify(String token) {
    try {
      return new Verdict.Valid(personOf(token));
    } catch (BadToken e) {
      return new Verdict.Invalid(e.reason());
    } catch (ParseException | JOSEException | DateTimeException e) {
      return new Verdict.Invalid("malformed");
    } catch (RuntimeException | StackOverflowError e) {
      return new Verdict.Invalid("malformed: " + e.getClass().getSimpleName());
    }
  }

  /** The time that tokens are measured by. */
  public Instant now() {
    return clock.instant();
  }

  private Person personOf(String token) throws BadToken, ParseException, JOSEException {
    if (token.length() > MOST_UNITS) {
      throw new BadToken("longer than " + MOST_UNITS);
    }
    if (!COMPACT.matcher(token).matches()) {
      throw new BadToken("not a signed token");
    }
    SignedJWT parsed = SignedJWT.parse(token);
    JWSHeader header = parsed.getHeader();
    for (String name : raw(header).keySet()) {
      if (FORBIDDEN_HEADERS.contains(name)) {
        throw new BadToken("a header that is not allowed");
      }
    }
    TrustedKeys.Signed signed =
        new TrustedKeys.Signed(parsed.getSigningInput(), parsed.getSignature());
    if (GuestTokens.TYPE.equals(header.getType())) {
      return guest(parsed, signed);
    }
    return user(parsed, signed);
  }

  private Person guest(SignedJWT token, TrustedKeys.Signed signed)
      throws BadToken, ParseException, JOSEException {
    if (!options.guests()) {
      throw new BadToken("a guest's token where no guests are let in");
    }
    return guests.verify(token.getHeader(), signed, token);
  }

  private Person user(SignedJWT token, TrustedKeys.Signed signed)
      throws BadToken, ParseException, JOSEException {
    JOSEObjectType type = token.getHeader().getType();
    if (type != null && !OPERATORS_TYPES.contains(type.getType().toLowerCase(Locale.ROOT))) {
      throw new BadToken("another type of token");
    }
    if (!keys.haveSigned(token.getHeader(), signed)) {
      throw new BadToken("a wrong signature");
    }
    return claims.person(token.getPayload().toJSONObject(), now());
  }

  /** As it was sent: the library drops what is null or empty, and we want to see it. */
  private static Map<String, Object> raw(JWSHeader header) throws ParseException {
    return JSONObjectUtils.parse(header.toBase64URL().decodeToString());
  }
}
