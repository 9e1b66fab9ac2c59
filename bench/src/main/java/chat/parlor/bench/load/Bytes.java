package chat.parlor.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looking for text in bytes, without making strings: this runs once per delivery. */
final class Bytes {
  private Bytes() {}

  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static boolean startsWith(byte[] bytes, int from, int to, byte[] text) {
    return to - from >= text.length
        && Arrays.equals(bytes, from, from + text.length, text, 0, text.length);
  }

  /** Where the text begins in {@code from..to}; -1: nowhere. */
  static int find(byte[] bytes, int from, int to, byte[] text) {
    byte first = text[0];
    for (int i = from; i <= to - text.length; i++) {
      if (bytes[i] == first && startsWith(bytes, i, to, text)) {
        return i;
      }
    }
    return -1;
  }

  /** The digits from here on as a number; 0 when there is none. */
  static long number(byte[] bytes, int from, int to) {
    long number = 0;
    for (int i = from; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return number;
  }

  /** The number that follows this text; -1 when the text is not there. */
  static long numberAfter(byte[] bytes, int from, int to, byte[] text) {
    int at = find(bytes, from, to, text);
    return at < 0 ? -1 : number(bytes, at + text.length, to);
  }

  /** What stands between this text and the next quotation mark; empty when it is not there. */
  static String quotedAfter(byte[] bytes, int from, int to, byte[] text) {
    int begin = find(bytes, from, to, text);
    if (begin < 0) {
      return "";
    }
    begin += text.length;
    int end = begin;
    while (end < to && bytes[end] != '"') {
      end++;
    }
    return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, Math.min(to - from, 300), StandardCharsets.UTF_8);
  }
}
