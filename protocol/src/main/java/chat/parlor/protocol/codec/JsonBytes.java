package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.util.Arrays;

/**
 * JSON text as UTF-8 bytes, escaped as JavaScript's {@code JSON.stringify} does: only what must be.
 * One use by one thread; it is cheaper to make one than to share one.
 */
final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
  private static final long DAY_MILLIS = 86_400_000;

  private byte[] bytes;
  private int length;

  /** With room for that many bytes before it has to grow. */
  JsonBytes(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  static String quoted(String text) {
    JsonBytes json = new JsonBytes(text.length() + 2);
    json.text(text);
    return new String(json.bytes, 0, json.length, UTF_8);
  }

  /** ASCII that is JSON already. */
  JsonBytes raw(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  /** Bytes that are JSON already. */
  JsonBytes raw(byte[] json) {
    reserve(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
    return this;
  }

  /** The name of a field that is not the first. */
  JsonBytes field(String name) {
    return raw(",\"").raw(name).raw("\":");
  }

  JsonBytes number(long number) {
    return raw(Long.toString(number));
  }

  JsonBytes flag(boolean flag) {
    return raw(flag ? "true" : "false");
  }

  JsonBytes text(String text) {
    // Three bytes hold any UTF-16 unit that is not escaped; escapes make room for themselves.
    reserve(3 * text.length() + 2);
    bytes[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        if (unit < ' ' || unit == '"' || unit == '\\') {
          escape(unit, text.length() - i);
        } else {
          bytes[length++] = (byte) unit;
        }
      } else if (unit < 0x800) {
        bytes[length++] = (byte) (0xc0 | unit >> 6);
        bytes[length++] = continuation(unit);
      } else if (!Character.isSurrogate(unit)) {
        bytes[length++] = (byte) (0xe0 | unit >> 12);
        bytes[length++] = continuation(unit >> 6);
        bytes[length++] = continuation(unit);
      } else if (isPair(text, i)) {
        fourBytes(Character.toCodePoint(unit, text.charAt(++i)));
      } else {
        hexEscape(unit, text.length() - i);
      }
    }
    bytes[length++] = '"';
    return this;
  }

  /** Milliseconds since 1970, in quotes, as {@code 2026-11-24T08:30:00.000Z}; years 0 to 9999. */
  JsonBytes time(long epochMillis) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY_MILLIS));
    int year = date.getYear();
    if (year < 0 || year > 9999) {
      throw new IllegalArgumentException("no four digits hold the year of " + epochMillis);
    }
    int millis = (int) Math.floorMod(epochMillis, DAY_MILLIS);
    reserve(26);
    bytes[length++] = '"';
    digits(year / 100, ' ');
    digits(year % 100, '-');
    digits(date.getMonthValue(), '-');
    digits(date.getDayOfMonth(), 'T');
    digits(millis / 3_600_000, ':');
    digits(millis / 60_000 % 60, ':');
    digits(millis / 1_000 % 60, '.');
    bytes[length++] = (byte) ('0' + millis / 100 % 10);
    digits(millis % 100, 'Z');
    bytes[length++] = '"';
    return this;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Two digits and what follows them; a space: nothing follows. */
  private void digits(int number, char after) {
    bytes[length++] = (byte) ('0' + number / 10);
    bytes[length++] = (byte) ('0' + number % 10);
    if (after != ' ') {
      bytes[length++] = (byte) after;
    }
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  private void fourBytes(int codePoint) {
    bytes[length++] = (byte) (0xf0 | codePoint >> 18);
    bytes[length++] = continuation(codePoint >> 12);
    bytes[length++] = continuation(codePoint >> 6);
    bytes[length++] = continuation(codePoint);
  }

  /** The six lowest bits, as a byte that goes on with a character. */
  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }

  private void escape(char unit, int unitsLeft) {
    switch (unit) {
      case '"', '\\' -> shortEscape(unit);
      case '\b' -> shortEscape('b');
      case '\t' -> shortEscape('t');
      case '\n' -> shortEscape('n');
      case '\f' -> shortEscape('f');
      case '\r' -> shortEscape('r');
      default -> hexEscape(unit, unitsLeft);
    }
  }

  private void shortEscape(char letter) {
    bytes[length++] = '\\';
    bytes[length++] = (byte) letter;
  }

  private void hexEscape(char unit, int unitsLeft) {
    // Six bytes for this one, three for each that follows, one for the closing quote.
    reserve(6 + 3 * unitsLeft + 1);
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    bytes[length++] = HEX[unit >> 12 & 0xf];
    bytes[length++] = HEX[unit >> 8 & 0xf];
    bytes[length++] = HEX[unit >> 4 & 0xf];
    bytes[length++] = HEX[unit & 0xf];
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + (bytes.length >> 1)));
    }
  }
}
