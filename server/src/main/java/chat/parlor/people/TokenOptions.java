package chat.parlor.people;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whose tokens count.
 *
 * @param guests whether people without an account are let in
 * @param jwtSecret the secret of the operator's own login, for HS256: at least 32 bytes
 * @param jwksFile the public keys of the operator's login (RFC 7517), for RS256, ES256 and EdDSA
 * @param issuer what {@code iss} must be
 * @param audience what must be among {@code aud}
 * @param idClaim where the user id stands, usually {@code sub}
 * @param nameClaim where the name stands
 * @param languageClaim where a BCP 47 tag may stand
 * @param leewaySeconds how far the clocks of the two servers may be apart
 */
public record TokenOptions(
    boolean guests,
    Optional<String> jwtSecret,
    Optional<Path> jwksFile,
    Optional<String> issuer,
    Optional<String> audience,
    String idClaim,
    String nameClaim,
    String languageClaim,
    int leewaySeconds) {

  public TokenOptions {
    if (leewaySeconds < 0) {
      throw new IllegalArgumentException("a leeway of " + leewaySeconds + " seconds");
    }
  }

  /** Without the secret, since options are things one logs. */
  @Override
  public String toString() {
    return "TokenOptions[guests=%s, secret %s, jwksFile=%s]"
        .formatted(guests, jwtSecret.isPresent() ? "given" : "none", jwksFile);
  }
}
