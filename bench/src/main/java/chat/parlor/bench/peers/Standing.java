package chat.parlor.bench.peers;

import chat.parlor.bench.report.Round;

/**
 * How one server did.
 *
 * @param name as people call it
 * @param quiet the round at the lower rate
 * @param busy the round at the higher one
 * @param due deliveries that were due in each
 * @param end how it stood in the end
 */
record Standing(String name, Round quiet, Round busy, Due due, End end) {

  /** Deliveries that were due in the two rounds. */
  record Due(double quiet, double busy) {}

  /**
   * In the end.
   *
   * @param disorders how often a client got a message that was not the next one
   * @param dropped connections that ended though nobody wanted it
   * @param complete whether every client had every message
   */
  record End(long disorders, int dropped, boolean complete) {}

  /** The share of what was due at the lower rate that came, however late. */
  double quietCame() {
    return quiet.latency().getTotalCount() / due.quiet();
  }

  /** The same at the higher rate. */
  double busyCame() {
    return busy.latency().getTotalCount() / due.busy();
  }

  boolean isGood() {
    return end.complete() && end.disorders() == 0 && end.dropped() == 0;
  }

  String verdict() {
    if (end.dropped() > 0) {
      return end.dropped() + " cut off";
    }
    if (end.disorders() > 0) {
      return "out of order";
    }
    return end.complete() ? "all, in order" : "late or lost";
  }
}
