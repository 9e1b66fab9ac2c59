package chat.parlor.people;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the operator's login. Each is bound to the one algorithm of its kind, so that a
 * public key can never serve as somebody's HS256 secret. Nothing in a token leads to a file or the
 * network.
 */
final class TrustedKeys {
  private static final int SECRET_BYTES_LEAST = 32;
  private static final int RSA_BITS_LEAST = 2_048;
  private static final int KEYS_MOST = 32;

  /** Secrets that stand in tutorials, long enough or not. */
  private static final Set<String> PUBLISHED =
      Set.of("secret", "your-256-bit-secret", "a-string-secret-at-least-256-bits-long");

  private final List<Key> keys;

  private TrustedKeys(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * @throws IllegalArgumentException with one sentence for the operator
   */
  static TrustedKeys of(TokenOptions options) {
    List<Key> keys = new ArrayList<>();
    options.jwtSecret().ifPresent(secret -> keys.add(secret(secret)));
    options.jwksFile().ifPresent(file -> keys.addAll(file(file)));
    return new TrustedKeys(keys);
  }

  /** Whether one of the keys, of the kind and the id the header asks for, has signed this. */
  boolean haveSigned(JWSHeader header, Signed signed) throws BadToken, JOSEException {
    boolean anyFits = false;
    for (Key key : keys) {
      if (key.fits(header)) {
        anyFits = true;
        if (key.verifier.verify(header, signed.input(), signed.signature())) {
          return true;
        }
      }
    }
    if (!anyFits) {
      throw new BadToken("no key of ours is for its algorithm and key id");
    }
    return false;
  }

  private static Key secret(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (PUBLISHED.contains(secret)) {
      throw new IllegalArgumentException(
          "auth.jwt.secret is one that everybody knows from a tutorial: make one of your own");
    }
    if (bytes.length < SECRET_BYTES_LEAST) {
      throw new IllegalArgumentException(
          "auth.jwt.secret must have at least %d bytes; it has %d"
              .formatted(SECRET_BYTES_LEAST, bytes.length));
    }
    try {
      return new Key(null, JWSAlgorithm.HS256, new MACVerifier(bytes));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("auth.jwt.secret cannot be used", e);
    }
  }

  private static List<Key> file(Path file) {
    try {
      List<Key> keys = new ArrayList<>();
      for (JWK jwk : JWKSet.parse(Files.readString(file)).getKeys()) {
        if (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE)) {
          keys.add(key(file, jwk));
        }
      }
      if (keys.isEmpty() || keys.size() > KEYS_MOST) {
        throw new IllegalArgumentException(
            "%s holds %d keys; 1 to %d are allowed".formatted(file, keys.size(), KEYS_MOST));
      }
      return keys;
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the keys in " + file + ": " + e, e);
    } catch (ParseException | JOSEException | GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " is not a set of keys (RFC 7517)", e);
    }
  }

  private static Key key(Path file, JWK jwk) throws JOSEException, GeneralSecurityException {
    if (jwk.isPrivate()) {
      throw new IllegalArgumentException(
          file + " holds a secret or private key; only public ones belong there");
    }
    Key key =
        switch (jwk) {
          case RSAKey rsa when rsa.size() >= RSA_BITS_LEAST ->
              new Key(jwk.getKeyID(), JWSAlgorithm.RS256, new RSASSAVerifier(rsa));
          case ECKey ec when ec.getCurve().equals(Curve.P_256) ->
              new Key(jwk.getKeyID(), JWSAlgorithm.ES256, new ECDSAVerifier(ec));
          case OctetKeyPair pair when pair.getCurve().equals(Curve.Ed25519) ->
              new Key(jwk.getKeyID(), JWSAlgorithm.EdDSA, new Ed25519Verifier(pair));
          default ->
              throw new IllegalArgumentException(
                  file + " holds a key that is none of RSA (2048 bits), P-256 and Ed25519");
        };
    if (jwk.getAlgorithm() != null && !jwk.getAlgorithm().equals(key.algorithm)) {
      throw new IllegalArgumentException(
          file + " holds a key for another algorithm than RS256, ES256 and EdDSA");
    }
    return key;
  }

  /** What was signed, and the signature. */
  record Signed(byte[] input, com.nimbusds.jose.util.Base64URL signature) {}

  private record Key(@Nullable String id, JWSAlgorithm algorithm, JWSVerifier verifier) {

    /** A token that names a key gets that one only; a key without a name serves any token. */
    boolean fits(JWSHeader header) {
      return algorithm.equals(header.getAlgorithm())
          && (id == null || header.getKeyID() == null || id.equals(header.getKeyID()));
    }
  }
}
