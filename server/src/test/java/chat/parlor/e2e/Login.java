package chat.parlor.e2e;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An operator's own login: makes tokens with the JDK alone (RFC 7515, 7518, 8037). */
final class Login {
  static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair rsa = pair("RSA", null);
  private final KeyPair ec = pair("EC", "secp256r1");
  private final KeyPair ed = pair("Ed25519", null);

  private static KeyPair pair(String algorithm, @org.jspecify.annotations.Nullable String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (curve != null) {
        generator.initialize(new ECGenParameterSpec(curve));
      } else if (algorithm.equals("RSA")) {
        generator.initialize(2_048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public keys as a JWKS. */
  String jwks() {
    RSAPublicKey rsaKey = (RSAPublicKey) rsa.getPublic();
    ECPublicKey ecKey = (ECPublicKey) ec.getPublic();
    byte[] edKey = ed.getPublic().getEncoded();
    return """
    {"keys":[{"kty":"RSA","kid":"r","n":"%s","e":"AQAB"},
    {"kty":"EC","kid":"e","crv":"P-256","x":"%s","y":"%s"},
    {"kty":"OKP","kid":"o","crv":"Ed25519","x":"%s"}]}\
    """
        .formatted(
            URL.encodeToString(unsigned(rsaKey.getModulus(), 256)),
            URL.encodeToString(unsigned(ecKey.getW().getAffineX(), 32)),
            URL.encodeToString(unsigned(ecKey.getW().getAffineY(), 32)),
            URL.encodeToString(Arrays.copyOfRange(edKey, edKey.length - 32, edKey.length)));
  }

  private static byte[] unsigned(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[length];
    int taken = Math.min(length, bytes.length);
    System.arraycopy(bytes, bytes.length - taken, padded, length - taken, taken);
    return padded;
  }

  /** Claims of this person, valid for so many seconds. */
  static String claims(String id, long seconds) {
    long end = System.currentTimeMillis() / 1_000 + seconds;
    return "{\"sub\":\"%s\",\"name\":\"%s\",\"exp\":%d}".formatted(id, id, end);
  }

  static String hs256(String claims) {
    return hs256(claims, SECRET);
  }

  static String hs256(String claims, String secret) {
    String input = input("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return input + "." + URL.encodeToString(mac.doFinal(Wire.utf8(input)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HS256 with the public key as the secret: key confusion. */
  String confused(String claims) {
    String secret = new String(rsa.getPublic().getEncoded(), StandardCharsets.ISO_8859_1);
    return hs256(claims, secret);
  }

  static String unsigned(String algorithm, String claims) {
    return input("{\"alg\":\"" + algorithm + "\"}", claims) + ".";
  }

  String rs256(String claims) {
    return signed("RS256", "r", "SHA256withRSA", rsa, claims);
  }

  String es256(String claims) {
    return signed("ES256", "e", "SHA256withECDSAinP1363Format", ec, claims);
  }

  String edDsa(String claims) {
    return signed("EdDSA", "o", "Ed25519", ed, claims);
  }

  /** Valid headers and claims under a signature of zeros. */
  static String zeros(String claims) {
    return input("{\"alg\":\"ES256\",\"kid\":\"e\"}", claims)
        + "."
        + URL.encodeToString(new byte[64]);
  }

  private static String signed(
      String algorithm, String keyId, String jdkName, KeyPair pair, String claims) {
    String input = input("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + keyId + "\"}", claims);
    try {
      Signature signature = Signature.getInstance(jdkName);
      signature.initSign(pair.getPrivate());
      signature.update(Wire.utf8(input));
      return input + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String input(String header, String claims) {
    return URL.encodeToString(Wire.utf8(header)) + "." + URL.encodeToString(Wire.utf8(claims));
  }
}
