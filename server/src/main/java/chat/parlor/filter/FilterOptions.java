package chat.parlor.filter;

import java.util.List;
import java.util.Set;

/**
 * What is to be found, and what becomes of it.
 *
 * @param words sensitive words, as the operator wrote them
 * @param action what becomes of a message with such a word
 * @param mask personal data that is masked, whatever the action
 */
public record FilterOptions(List<String> words, Action action, Set<Detector> mask) {
  public FilterOptions {
    words = List.copyOf(words);
    mask = Set.copyOf(mask);
  }

  /** Nothing is filtered. */
  public static FilterOptions none() {
    return new FilterOptions(List.of(), Action.MASK, Set.of());
  }

  /** What becomes of a message with a sensitive word. */
  public enum Action {
    MASK,
    REFUSE
  }
}
