package chat.parlor.filter;

/** What the filter says of a text. */
public sealed interface Verdict {
  /** Nothing was found: the text stands as it is. */
  record Pass() implements Verdict {}

  /**
   * Something was found and covered with {@code *}, one for each code point; the rest is as it was.
   */
  record Masked(String text) implements Verdict {}

  /** A word of the list was found, and the list refuses. */
  record Blocked() implements Verdict {}
}
