package chat.parlor.filter;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text as the word finder compares it: NFKC, lower case, simplified characters, nothing but
 * letters and digits; each code point knows where it stood, and what stood before it.
 *
 * <p>The text is normalised cluster by cluster (a character and the marks on it), so that a place
 * in the result leads back to a place in the text. A mark that does not melt into its letter, and a
 * character that cannot be seen, vanish; everything else that is no letter or digit leaves a gap.
 */
final class Normal {
  /** Marks beyond this number begin a cluster of their own: ordering marks costs their square. */
  private static final int CLUSTER_MOST = 16;

  private int[] points;
  private int[] starts;
  private int[] ends;

  /** How many gaps stand before this place; one longer than the rest. */
  private int[] gaps;

  private int length;

  private Normal(int room) {
    points = new int[room];
    starts = new int[room];
    ends = new int[room];
    gaps = new int[room + 1];
  }

  static Normal of(String text) {
    Normal normal = new Normal(text.length() + 1);
    for (int start = 0; start < text.length(); ) {
      int end = clusterEnd(text, start);
      normal.cluster(text, start, end);
      start = end;
    }
    return normal;
  }

  int length() {
    return length;
  }

  int point(int place) {
    return points[place];
  }

  /** The index in the text where the character at this place begins. */
  int start(int place) {
    return starts[place];
  }

  /** The index in the text behind the character at this place. */
  int end(int place) {
    return ends[place];
  }

  /** How many of the places in (from, to] have a gap before them. */
  int gapsBetween(int from, int to) {
    return gaps[to] - gaps[from];
  }

  /**
   * Whether something visible that is no letter or digit stands before this place, or it is first.
   */
  boolean gapBefore(int place) {
    return place == 0 || gaps[place] > gaps[place - 1];
  }

  int[] toArray() {
    return Arrays.copyOf(points, length);
  }

  private static int clusterEnd(String text, int start) {
    int end = start + Character.charCount(text.codePointAt(start));
    for (int marks = 0; end < text.length() && marks < CLUSTER_MOST; marks++) {
      int point = text.codePointAt(end);
      if (!isMark(point)) {
        break;
      }
      end += Character.charCount(point);
    }
    return end;
  }

  private void cluster(String text, int start, int end) {
    char only = text.charAt(start);
    if (end == start + 1 && only < 0x80) {
      add(only, start, end);
      return;
    }
    String composed = Normalizer.normalize(text.substring(start, end), Normalizer.Form.NFKC);
    composed.codePoints().forEach(point -> add(point, start, end));
  }

  private void add(int point, int start, int end) {
    if (isInvisible(point)) {
      return;
    }
    if (!Character.isLetterOrDigit(point) && !isMark(point)) {
      // Counted once however many stand in a row.
      gaps[length] = length == 0 ? 0 : gaps[length - 1] + 1;
      return;
    }
    if (length + 1 >= points.length) {
      grow();
    }
    int folded = Character.toLowerCase(Character.toUpperCase(point));
    points[length] = Simplified.of(folded);
    starts[length] = start;
    ends[length] = end;
    length++;
    gaps[length] = gaps[length - 1];
  }

  private void grow() {
    int room = points.length * 2;
    points = Arrays.copyOf(points, room);
    starts = Arrays.copyOf(starts, room);
    ends = Arrays.copyOf(ends, room);
    gaps = Arrays.copyOf(gaps, room + 1);
  }

  private static boolean isMark(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  /** Zero-width and control characters, variation selectors, marks struck over other scripts. */
  private static boolean isInvisible(int point) {
    boolean control = Character.isISOControl(point) && !Character.isWhitespace(point);
    boolean strike =
        (point >= 0x0300 && point <= 0x036F)
            || (point >= 0x20D0 && point <= 0x20FF)
            || (point >= 0xFE00 && point <= 0xFE0F)
            || (point >= 0xE0100 && point <= 0xE01EF);
    // Fillers that Unicode counts among the letters though nothing is drawn.
    boolean filler = point == 0x115F || point == 0x1160 || point == 0x3164 || point == 0x034F;
    return control || strike || filler || Character.getType(point) == Character.FORMAT;
  }
}
