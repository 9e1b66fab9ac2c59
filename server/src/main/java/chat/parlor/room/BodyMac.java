package chat.parlor.room;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers what was said under a key without keeping the text: HMAC-SHA-256 (RFC 2104) with the
 * installation's secret, cut to 16 bytes. Owned by the writer's thread.
 */
final class BodyMac {
  private static final int LENGTH_BYTES = 16;

  private final Mac mac;

  BodyMac(byte[] secret) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update("parlor sent body".getBytes(StandardCharsets.US_ASCII));
      byte[] key = mac.doFinal();
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  byte[] of(String message, OptionalLong replyTo) {
    mac.update(message.getBytes(StandardCharsets.UTF_8));
    if (replyTo.isPresent()) {
      mac.update((byte) 0xff); // never stands in UTF-8
      mac.update(Long.toString(replyTo.getAsLong()).getBytes(StandardCharsets.US_ASCII));
    }
    return Arrays.copyOf(mac.doFinal(), LENGTH_BYTES);
  }
}
