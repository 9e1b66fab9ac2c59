package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Percent-encoding of UTF-8 as forms do it: {@code +} is a space (WHATWG URL, section 5.1). */
final class PercentEncoding {
  private PercentEncoding() {}

  /**
   * The text, or empty where an escape is broken or the bytes are not UTF-8. A character up to
   * U+00FF counts as a byte that came raw: some tools send UTF-8 in the request line as it is.
   */
  static Optional<String> decode(String encoded) {
    byte[] bytes = new byte[encoded.length()];
    int length = 0;
    for (int i = 0; i < encoded.length(); i++) {
      char unit = encoded.charAt(i);
      int octet = unit == '+' ? ' ' : unit;
      if (unit == '%') {
        octet = i + 2 < encoded.length() ? octet(encoded.charAt(i + 1), encoded.charAt(i + 2)) : -1;
        i += 2;
      }
      if (octet < 0 || octet > 0xff) {
        return Optional.empty();
      }
      bytes[length++] = (byte) octet;
    }
    try {
      ByteBuffer written = ByteBuffer.wrap(bytes, 0, length);
      return Optional.of(UTF_8.newDecoder().decode(written).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  /** Two hexadecimal digits, ASCII only; below 0: they are none. */
  private static int octet(char high, char low) {
    return high < 0x80 && low < 0x80
        ? Character.digit(high, 16) << 4 | Character.digit(low, 16)
        : -1;
  }
}
