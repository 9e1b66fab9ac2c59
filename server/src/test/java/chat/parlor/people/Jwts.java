package chat.parlor.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens put together by hand with the JDK alone, so that the library is not its own witness. */
final class Jwts {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final String SECRET = "an operator's secret of 36 bytes 123";
  static final byte[] INSTALLATION = new byte[32];
  static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  static final String ALICE = "{\"sub\":\"alice\",\"name\":\"Alice\"}";

  private Jwts() {}

  static TokenOptions options() {
    return new TokenOptions(
        true,
        Optional.of(SECRET),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "sub",
        "name",
        "locale",
        30);
  }

  static Tokens tokens(TokenOptions options) {
    return new Tokens(options, INSTALLATION, () -> NOW);
  }

  static String hs256(String header, String claims, String secret) {
    return hs256(header, claims, secret.getBytes(UTF_8));
  }

  static String hs256(String header, String claims, byte[] secret) {
    String input = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return input + "." + base64(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With this JDK signature: SHA256withRSA, SHA256withECDSAinP1363Format, Ed25519. */
  static String signed(String header, String claims, String jdkName, PrivateKey key)
      throws GeneralSecurityException {
    String input = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
    Signature signature = Signature.getInstance(jdkName);
    signature.initSign(key);
    signature.update(input.getBytes(UTF_8));
    return input + "." + base64(signature.sign());
  }

  static String withSignature(String header, String claims, byte[] signature) {
    return base64(header.getBytes(UTF_8))
        + "."
        + base64(claims.getBytes(UTF_8))
        + "."
        + base64(signature);
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  static KeyPair p256() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  static KeyPair ed25519() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  /** One public key in the form of RFC 7517. */
  static String jwk(String id, KeyPair pair) {
    String key =
        switch (pair.getPublic()) {
          case RSAPublicKey rsa ->
              "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
                  .formatted(
                      unsigned(rsa.getModulus().toByteArray(), rsa.getModulus().bitLength() / 8),
                      unsigned(rsa.getPublicExponent().toByteArray(), 3));
          case ECPublicKey ec ->
              "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\""
                  .formatted(
                      unsigned(ec.getW().getAffineX().toByteArray(), 32),
                      unsigned(ec.getW().getAffineY().toByteArray(), 32));
          case EdECPublicKey ed -> {
            byte[] encoded = ed.getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            yield "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"".formatted(base64(raw));
          }
          default -> throw new IllegalArgumentException(pair.getPublic().getAlgorithm());
        };
    return "{\"kid\":\"%s\",\"use\":\"sig\",%s}".formatted(id, key);
  }

  private static String unsigned(byte[] number, int length) {
    byte[] fixed = new byte[length];
    int from = Math.max(0, number.length - length);
    int used = number.length - from;
    System.arraycopy(number, from, fixed, length - used, used);
    return base64(fixed);
  }
}
