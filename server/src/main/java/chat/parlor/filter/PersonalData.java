package chat.parlor.filter;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;

/**
 * Finds personal data in a text and covers all of it but a hint. Digits of every script count, full
 * width ones above all; characters that cannot be seen are skipped.
 */
final class PersonalData {
  private final Set<Detector> detectors;

  PersonalData(Set<Detector> detectors) {
    this.detectors = detectors;
  }

  void cover(String text, BitSet covered) {
    if (detectors.isEmpty()) {
      return;
    }
    Plain plain = Plain.of(text);
    if (detectors.contains(Detector.EMAIL)) {
      MailAddresses.cover(plain, covered);
    }
    if (detectors.size() > 1 || !detectors.contains(Detector.EMAIL)) {
      new Numbers(plain, detectors).cover(covered);
    }
  }

  /** A text with ASCII for what looks like it, without what cannot be seen. */
  static final class Plain {
    /** Stands for every character that is not ASCII. */
    static final char OTHER = '\uFFFD';

    private final char[] points;
    private final int[] starts;
    private int length;

    private Plain(int room) {
      points = new char[room];
      starts = new int[room];
    }

    static Plain of(String text) {
      Plain plain = new Plain(text.length());
      for (int i = 0; i < text.length(); ) {
        int point = text.codePointAt(i);
        if (Character.getType(point) != Character.FORMAT) {
          plain.points[plain.length] = ascii(point);
          plain.starts[plain.length++] = i;
        }
        i += Character.charCount(point);
      }
      return plain;
    }

    int length() {
      return length;
    }

    /** The character at a place; a space outside. */
    char at(int place) {
      return place < 0 || place >= length ? ' ' : points[place];
    }

    boolean isDigit(int place) {
      return at(place) >= '0' && at(place) <= '9';
    }

    /** The index in the text where the character at this place begins. */
    int start(int place) {
      return starts[place];
    }

    char[] toArray() {
      return Arrays.copyOf(points, length);
    }

    private static char ascii(int point) {
      if (point < 0x80) {
        return (char) point;
      }
      int digit = Character.digit(point, 10);
      if (digit >= 0) {
        return (char) ('0' + digit);
      }
      if (point >= 0xFF01 && point <= 0xFF5E) {
        return (char) (point - 0xFF01 + '!'); // full width
      }
      return switch (Character.getType(point)) {
        case Character.SPACE_SEPARATOR -> ' ';
        case Character.DASH_PUNCTUATION -> '-';
        default -> OTHER;
      };
    }
  }
}
