package chat.parlor.filter;

import chat.parlor.filter.PersonalData.Plain;
import java.util.BitSet;

/** Covers the part of a mail address before the @, but for its first letter. */
final class MailAddresses {
  private static final int LOCAL_MOST = 64; // RFC 5321, 4.5.3.1.1
  private static final int DOMAIN_MOST = 253;

  private MailAddresses() {}

  static void cover(Plain text, BitSet covered) {
    for (int at = 0; at < text.length(); at++) {
      if (text.at(at) == '@' && isDomain(text, at + 1)) {
        int first = at;
        while (at - first < LOCAL_MOST && isLocal(text.at(first - 1))) {
          first--;
        }
        // A single letter is covered too: nothing would be left to hide.
        int begin = at - first == 1 ? first : first + 1;
        for (int place = begin; place < at; place++) {
          covered.set(text.start(place));
        }
      }
    }
  }

  /** Whether labels with a dot between them follow, the last one of at least two letters. */
  private static boolean isDomain(Plain text, int begin) {
    int label = begin;
    int labels = 0;
    for (int place = begin; place <= begin + DOMAIN_MOST; place++) {
      char c = text.at(place);
      if (isLetter(c) || isDigit(c) || (c == '-' && place > label)) {
        continue;
      }
      if (labels > 0 && place - label >= 2 && isLetter(text.at(label))) {
        return true;
      }
      if (c != '.' || place == label) {
        return false;
      }
      labels++;
      label = place + 1;
    }
    return false;
  }

  private static boolean isLocal(char c) {
    return isLetter(c) || isDigit(c) || "._%+-".indexOf(c) >= 0;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
