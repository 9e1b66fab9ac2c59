package chat.parlor.bench.peers;

import chat.parlor.bench.report.Round;

/**
 * How one server did.
 *
 * @param name as people call it
 * @param quiet the round at the lower rate
 * @param busy the round at the higher one
 * @param due deliveries that were due in the round at the higher rate
 * @param disorders how often a client got a message that was not the next one
 * @param dropped connections that ended though nobody wanted it
 * @param complete whether every client had every message at the end
 */
record Standing(
    String name,
    Round quiet,
    Round busy,
    double due,
    long disorders,
    int dropped,
    boolean complete) {

  /** The share of what was due in the round at the higher rate that came, however late. */
  double cameShare() {
    return busy.latency().getTotalCount() / due;
  }

  /** Deliveries a second at the higher rate, while that lasted. */
  double busyPerSecond() {
    return busy.perSecond();
  }

  String verdict() {
    if (dropped > 0) {
      return dropped + " cut off";
    }
    if (disorders > 0) {
      return "out of order";
    }
    return complete ? "all, in order" : "late or lost";
  }
}
