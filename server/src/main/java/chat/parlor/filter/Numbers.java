package chat.parlor.filter;

import chat.parlor.filter.PersonalData.Plain;
import java.util.BitSet;
import java.util.Set;

/**
 * Finds numbers with a meaning: mobile, identity card, bank card. A number is made of whole blocks
 * of digits, with one space or hyphen between two blocks, so nothing is found inside a longer run.
 */
final class Numbers {
  private static final int DIGITS_MOST = 19;
  private static final int ID_DIGITS = 18;
  private static final int MOBILE_DIGITS = 11;
  private static final int BANK_DIGITS_LEAST = 12;
  private static final int BANK_BLOCK_LEAST = 3;

  // GB 11643-1999, 4.2: weights of the first 17 places, and the check character by the sum mod 11.
  private static final int[] ID_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String ID_CHECKS = "10X98765432";

  private final Plain text;
  private final Set<Detector> detectors;

  /** The places in the text of the digits that are looked at, and the digits. */
  private final int[] places = new int[DIGITS_MOST];

  private final StringBuilder digits = new StringBuilder(DIGITS_MOST);

  Numbers(Plain text, Set<Detector> detectors) {
    this.text = text;
    this.detectors = detectors;
  }

  void cover(BitSet covered) {
    int place = 0;
    while (place < text.length()) {
      if (text.isDigit(place) && !text.isDigit(place - 1)) {
        place = Math.max(coverFrom(place, covered), place + 1);
      } else {
        place++;
      }
    }
  }

  /** Looks for the longest number that begins at this block; where to look on. */
  private int coverFrom(int begin, BitSet covered) {
    digits.setLength(0);
    int shortest = Integer.MAX_VALUE;
    int found = begin;
    int place = begin;
    while (true) {
      int blockBegin = place;
      while (text.isDigit(place) && digits.length() < DIGITS_MOST) {
        places[digits.length()] = place;
        digits.append(text.at(place++));
      }
      if (text.isDigit(place)) {
        return found; // more digits than any number has
      }
      shortest = Math.min(shortest, place - blockBegin);
      boolean whole = shortest == digits.length();
      if (coversPerson(place, covered)) {
        return place;
      }
      if ((whole || shortest >= BANK_BLOCK_LEAST) && coversCard(covered)) {
        found = place; // and a longer one may follow: its beginning can pass by chance
      }
      if (!isJoint(text.at(place)) || !text.isDigit(place + 1)) {
        return found;
      }
      place++;
    }
  }

  private static boolean isJoint(char c) {
    return c == ' ' || c == '-';
  }

  /** Covers the digits so far if they are a mobile or an identity-card number. */
  private boolean coversPerson(int end, BitSet covered) {
    if (detectors.contains(Detector.IDCARD) && coversId(end, covered)) {
      return true;
    }
    int country = countryDigits();
    boolean mobile =
        detectors.contains(Detector.MOBILE)
            && digits.length() - country == MOBILE_DIGITS
            && digits.charAt(country) == '1'
            && digits.charAt(country + 1) >= '3';
    if (mobile) {
      cover(country + 3, digits.length() - 4, covered);
    }
    return mobile;
  }

  private boolean coversCard(BitSet covered) {
    boolean card =
        detectors.contains(Detector.BANKCARD)
            && digits.length() >= BANK_DIGITS_LEAST
            && passesLuhn();
    if (card) {
      cover(0, digits.length() - 4, covered);
    }
    return card;
  }

  /** How many digits are China's prefix: 86 or 0086. */
  private int countryDigits() {
    int over = digits.length() - MOBILE_DIGITS;
    boolean prefixed =
        (over == 2 && digits.indexOf("86") == 0) || (over == 4 && digits.indexOf("0086") == 0);
    return prefixed ? over : 0;
  }

  private boolean coversId(int end, BitSet covered) {
    int count = digits.length();
    boolean crossed = count == ID_DIGITS - 1 && isCross(end);
    if (count != ID_DIGITS && !crossed) {
      return false;
    }
    char check = crossed ? 'X' : digits.charAt(ID_DIGITS - 1);
    if (!isDate() || check != ID_CHECKS.charAt(weightedSum() % 11)) {
      return false;
    }
    cover(3, ID_DIGITS - 2, covered);
    return true;
  }

  private boolean isCross(int end) {
    boolean cross = text.at(end) == 'X' || text.at(end) == 'x';
    return cross && !Character.isLetterOrDigit(text.at(end + 1));
  }

  /** Places 7 to 14 are the day of birth. */
  private boolean isDate() {
    int year = Integer.parseInt(digits, 6, 10, 10);
    int month = Integer.parseInt(digits, 10, 12, 10);
    int day = Integer.parseInt(digits, 12, 14, 10);
    return year >= 1800 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  private int weightedSum() {
    int sum = 0;
    for (int i = 0; i < ID_WEIGHTS.length; i++) {
      sum += ID_WEIGHTS[i] * (digits.charAt(i) - '0');
    }
    return sum;
  }

  /** ISO/IEC 7812-1, annex B. */
  private boolean passesLuhn() {
    int sum = 0;
    boolean zeros = true;
    for (int i = digits.length() - 1, fromRight = 0; i >= 0; i--, fromRight++) {
      int digit = digits.charAt(i) - '0';
      zeros &= digit == 0;
      int doubled = fromRight % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0 && !zeros;
  }

  private void cover(int from, int to, BitSet covered) {
    for (int i = from; i < to; i++) {
      covered.set(text.start(places[i]));
    }
  }
}
