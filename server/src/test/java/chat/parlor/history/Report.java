package chat.parlor.history;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a history comes to.
 *
 * @param sent attempts, resends included
 * @param unknown attempts whose outcome the sender never learned
 * @param unknownStored messages without any acknowledgement that are there at the end
 */
public record Report(
    int sent,
    int acked,
    int refused,
    int unknown,
    int unknownStored,
    int delivered,
    List<Violation> violations) {

  public Report {
    violations = List.copyOf(violations);
  }

  /** The kinds of what is wrong, each once. */
  public Set<Kind> kinds() {
    return violations.stream().map(Violation::kind).collect(Collectors.toSet());
  }

  /** The figures and the first of what is wrong, for people. */
  @Override
  public String toString() {
    return "%d sent, %d acked, %d refused, %d unknown (%d of them stored), %d delivered; %s"
        .formatted(
            sent,
            acked,
            refused,
            unknown,
            unknownStored,
            delivered,
            violations.isEmpty()
                ? "no violation"
                : violations.size()
                    + " violations: "
                    + violations.stream()
                        .limit(10)
                        .map(Violation::toString)
                        .collect(Collectors.joining("; ")));
  }
}
