package chat.parlor.history;

/**
 * What a run must at least contain to prove anything. Acknowledged, delivered and read back there
 * must be something in any case.
 *
 * @param unknown outcomes that the senders never learned
 */
public record Demands(int unknown) {
  public static Demands none() {
    return new Demands(0);
  }

  /** The run must have left senders without an answer at least so often. */
  public static Demands unknownOutcomes(int least) {
    return new Demands(least);
  }
}
