package chat.parlor.protocol;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of people and rooms: what can be seen, typed and told apart. Letters with their marks and
 * digits of any script, single spaces inside, {@code . _ -}, at least one letter or digit; in NFC.
 * Two names that look alike in different scripts are not the business of this class.
 */
public final class Names {
  /** How long a person's name may be, in code points. */
  public static final int PERSON_LENGTH = 24;

  /** How long a room's name may be, in code points. */
  public static final int ROOM_LENGTH = 64;

  /** More in a row climb over the lines above; living languages need at most three. */
  private static final int MOST_MARKS = 4;

  /** Longer input is not worth normalising: no name of 64 code points takes so much. */
  private static final int MOST_RAW_UNITS = 1_024;

  private static final Pattern ROOM_ID = Pattern.compile("~[A-Za-z0-9_-]{8,63}");

  private Names() {}

  /** The name in its normal form, 1 to 24 code points; empty: it is none. */
  public static Optional<String> person(String raw) {
    return name(raw, PERSON_LENGTH);
  }

  /** The name in its normal form, 1 to 64 code points; empty: it is none. */
  public static Optional<String> room(String raw) {
    return name(raw, ROOM_LENGTH);
  }

  /** What may stand where a room is meant: the name of a public one, or a room's id. */
  public static Optional<String> place(String raw) {
    return isRoomId(raw) ? Optional.of(raw) : room(raw);
  }

  /**
   * Whether this is the id of a room outside the public namespace: {@code ~} and 8 to 63 of {@code
   * A-Z a-z 0-9 _ -}. No name begins with {@code ~}, so the two never meet.
   */
  public static boolean isRoomId(String raw) {
    return ROOM_ID.matcher(raw).matches();
  }

  private static Optional<String> name(String raw, int mostCodePoints) {
    if (raw.length() > MOST_RAW_UNITS) {
      return Optional.empty();
    }
    String name = Normalizer.normalize(raw.strip(), Normalizer.Form.NFC);
    return name.codePointCount(0, name.length()) <= mostCodePoints && isVisible(name)
        ? Optional.of(name)
        : Optional.empty();
  }

  private static boolean isVisible(String name) {
    boolean anyLetter = false;
    int marks = 0;
    int before = ' ';
    for (int i = 0; i < name.length(); i += Character.charCount(before)) {
      int codePoint = name.codePointAt(i);
      if (isMark(codePoint)) {
        marks++;
        if (marks > MOST_MARKS || (marks == 1 && !isLetterOrDigit(before))) {
          return false;
        }
      } else if (isLetterOrDigit(codePoint)) {
        marks = 0;
        anyLetter = true;
      } else if (isBetween(codePoint) && !(codePoint == ' ' && before == ' ')) {
        marks = 0;
      } else {
        return false;
      }
      before = codePoint;
    }
    return anyLetter;
  }

  private static boolean isBetween(int codePoint) {
    return switch (codePoint) {
      case ' ', '.', '_', '-' -> true;
      default -> false;
    };
  }

  private static boolean isLetterOrDigit(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER ->
          !isIgnorable(codePoint);
      default -> false;
    };
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> !isIgnorable(codePoint);
      default -> false;
    };
  }

  /**
   * Letters and marks that leave no trace on the screen: Default_Ignorable_Code_Point of Unicode
   * (DerivedCoreProperties.txt), as far as it is letters and marks. The rest is refused by kind.
   */
  private static boolean isIgnorable(int codePoint) {
    return switch (codePoint) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0 -> true;
      default ->
          isIn(codePoint, 0x180b, 0x180f)
              || isIn(codePoint, 0xfe00, 0xfe0f)
              || isIn(codePoint, 0xe0000, 0xe0fff);
    };
  }

  private static boolean isIn(int codePoint, int first, int last) {
    return codePoint >= first && codePoint <= last;
  }
}
