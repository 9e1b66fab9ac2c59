package chat.parlor.filter;

import java.util.BitSet;

/**
 * Finds sensitive words and personal data in a text. Immutable: any thread may use it. The time
 * grows with the length of the text only, whatever stands in it.
 */
public final class Filter {
  private final WordFinder words;
  private final FilterOptions.Action action;
  private final PersonalData personal;
  private final boolean idle;

  private Filter(FilterOptions options) {
    this.words = new WordFinder(options.words());
    this.action = options.action();
    this.personal = new PersonalData(options.mask());
    this.idle = options.words().isEmpty() && options.mask().isEmpty();
  }

  /**
   * Builds the automaton: a second for the largest list.
   *
   * @throws IllegalArgumentException for a word in which nothing is left to find; {@link WordList}
   *     refuses such words with their line
   */
  public static Filter of(FilterOptions options) {
    return new Filter(options);
  }

  /** What becomes of this text, of any length. */
  public Verdict apply(String text) {
    if (idle) {
      return new Verdict.Pass();
    }
    BitSet covered = new BitSet(); // by index into the text, in UTF-16 units
    words.cover(text, covered);
    if (action == FilterOptions.Action.REFUSE && !covered.isEmpty()) {
      return new Verdict.Blocked();
    }
    personal.cover(text, covered);
    return covered.isEmpty() ? new Verdict.Pass() : new Verdict.Masked(mask(text, covered));
  }

  private static String mask(String text, BitSet covered) {
    StringBuilder masked = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      masked.appendCodePoint(covered.get(i) ? '*' : text.codePointAt(i));
    }
    return masked.toString();
  }
}
