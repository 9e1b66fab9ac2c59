package chat.parlor.protocol.codec;

import chat.parlor.protocol.Refusal;

/** What people write: any text that is well formed, not blank and not too long. */
final class MessageText {
  private MessageText() {}

  /**
   * The text as it is.
   *
   * @param limit in UTF-16 units; 0 means none
   * @param field the one to name in a refusal
   */
  static String accept(String text, int limit, Fields.Field field) throws Misfit {
    if (isBlank(text) || !isWellFormed(text)) {
      throw Misfit.invalid(field);
    }
    if (limit > 0 && text.length() > limit) {
      throw Misfit.in(Refusal.TOO_LONG, field);
    }
    return text;
  }

  /**
   * Whether each surrogate has its other half. JSON escapes can write half a character, UTF-8
   * cannot: such a text would be another one after it was sent on.
   */
  static boolean isWellFormed(String text) {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        return false;
      }
    }
    return true;
  }

  /** Whether JavaScript's {@code trim()} leaves nothing, so that page and server agree. */
  static boolean isBlank(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isSpace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(char unit) {
    return switch (unit) {
      case '\t', '\n', '\u000b', '\f', '\r', '\u2028', '\u2029', '\ufeff' -> true;
      default -> Character.getType(unit) == Character.SPACE_SEPARATOR;
    };
  }
}
