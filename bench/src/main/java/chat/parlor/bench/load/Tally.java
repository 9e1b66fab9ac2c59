package chat.parlor.bench.load;

import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * What clients received, and how late: from the moment a message was due, not from when the
 * generator came to send it, so that a server that holds the generator up is not flattered. Owned
 * by the generator's thread.
 */
public final class Tally {
  private static final long MOST_MICROS = 600_000_000;

  private Histogram latency = new Histogram(MOST_MICROS, 3);
  private Timeline timeline = new Timeline(0, 1);
  private long fromNanos = Long.MAX_VALUE;
  private long toNanos = Long.MAX_VALUE;
  private long nowNanos;
  private long deliveries;
  private long acknowledgements;
  private Predicate<Client> counted = client -> true;

  /** The time that everything gets that comes from one read of a socket. */
  void now(long nanos) {
    nowNanos = nanos;
  }

  /**
   * From now on latencies are those of messages due in this stretch.
   *
   * @param which only what these clients receive counts for latency
   */
  public void watch(long from, long to, Predicate<Client> which) {
    latency = new Histogram(MOST_MICROS, 3);
    timeline = new Timeline(from, to);
    fromNanos = from;
    toNanos = to;
    counted = which;
  }

  void delivered(Client client, long dueNanos) {
    deliveries++;
    if (counted.test(client)) {
      recordIfDue(dueNanos);
    }
  }

  void acknowledged(long sentNanos) {
    acknowledgements++;
    recordIfDue(sentNanos);
  }

  /** A client that began to connect at this time is in all of its rooms. */
  void entered(long openedNanos) {
    recordIfDue(openedNanos);
  }

  private void recordIfDue(long nanos) {
    if (nanos - fromNanos >= 0 && nanos - toNanos < 0) {
      record(nanos);
    }
  }

  private void record(long dueNanos) {
    long micros = Math.clamp((nowNanos - dueNanos) / 1_000, 0, MOST_MICROS);
    latency.recordValue(micros);
    timeline.add(dueNanos, micros);
  }

  /** Microseconds. */
  public Histogram latency() {
    return latency;
  }

  public Timeline timeline() {
    return timeline;
  }

  /** Messages received by all clients, ever. */
  public long deliveries() {
    return deliveries;
  }

  /** Messages acknowledged, ever. */
  public long acknowledgements() {
    return acknowledgements;
  }
}
