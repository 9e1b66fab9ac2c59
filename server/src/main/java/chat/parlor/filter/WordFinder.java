package chat.parlor.filter;

import java.util.BitSet;
import java.util.List;

/**
 * Finds the words of a list in a text and covers their characters.
 *
 * <p>A word of Latin letters and digits only is found as a whole word, written together or with
 * something between all of its letters ("a.s.s"); "ass" is not found in "class", nor in "as soon".
 * Any other word is found wherever its characters follow each other, whatever stands between them.
 */
final class WordFinder {
  private final WordAutomaton automaton = new WordAutomaton();

  WordFinder(List<String> words) {
    for (String word : words) {
      int[] points = Normal.of(word).toArray();
      if (!isFindable(points)) {
        throw new IllegalArgumentException("too little is left to find of a word");
      }
      automaton.add(points);
    }
    automaton.link();
  }

  /** A single Latin letter or digit, or nothing at all, would be found everywhere. */
  static boolean isFindable(int[] points) {
    return points.length > 1 || (points.length == 1 && !isPlain(points[0]));
  }

  void cover(String text, BitSet covered) {
    if (automaton.isEmpty()) {
      return;
    }
    Normal normal = Normal.of(text);
    int state = WordAutomaton.ROOT;
    for (int last = 0; last < normal.length(); last++) {
      state = automaton.next(state, normal.point(last));
      int longest = longest(normal, state, last);
      for (int place = last; place > last - longest; place--) {
        covered.set(normal.start(place), normal.end(place));
      }
    }
  }

  /** The length of the longest word that ends here and stands rightly; 0: none. */
  private int longest(Normal normal, int state, int last) {
    for (int end = automaton.wordAt(state); end != WordAutomaton.ROOT; ) {
      int length = automaton.depth(end);
      if (stands(normal, last - length + 1, last)) {
        return length;
      }
      end = automaton.shorterWord(end);
    }
    return 0;
  }

  private static boolean stands(Normal normal, int first, int last) {
    for (int place = first; place <= last; place++) {
      if (!isPlain(normal.point(place))) {
        return true;
      }
    }
    int gaps = normal.gapsBetween(first, last);
    if (gaps == 0) {
      return !goesOn(normal, first, last);
    }
    return last - first >= 2 && gaps == last - first && !isSpelledOn(normal, first, last);
  }

  /** Whether the letters or digits at an end of a match belong to a longer word or number. */
  private static boolean goesOn(Normal normal, int first, int last) {
    return (!normal.gapBefore(first) && sameKind(normal.point(first - 1), normal.point(first)))
        || (last + 1 < normal.length()
            && !normal.gapBefore(last + 1)
            && sameKind(normal.point(last), normal.point(last + 1)));
  }

  /** Whether a match of single letters is a part of a longer row of single ones: "c l a s s". */
  private static boolean isSpelledOn(Normal normal, int first, int last) {
    int before = first - 1;
    int after = last + 1;
    boolean on =
        (before >= 0 && normal.gapBefore(before) && isPlain(normal.point(before)))
            || (after < normal.length()
                && isPlain(normal.point(after))
                && (after + 1 == normal.length() || normal.gapBefore(after + 1)));
    return on || goesOn(normal, first, last);
  }

  private static boolean sameKind(int left, int right) {
    return (isDigit(left) && isDigit(right)) || (isLatin(left) && isLatin(right));
  }

  /** Latin letters and digits: what is written in words with spaces between them. */
  private static boolean isPlain(int point) {
    return isDigit(point) || isLatin(point);
  }

  private static boolean isDigit(int point) {
    return point >= '0' && point <= '9';
  }

  private static boolean isLatin(int point) {
    return point < 0x80
        ? point >= 'a' && point <= 'z'
        : Character.UnicodeScript.of(point) == Character.UnicodeScript.LATIN;
  }
}
