package chat.parlor.bench.scenario;

import chat.parlor.bench.load.Client;
import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Generator;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Sends at a steady rate whatever comes back: the n-th message is due n intervals after the start,
 * and carries that time. What is sent late is late, it is not put off.
 */
public final class Pace {
  private static final long MOST_MICROS = 600_000_000;

  /** With longer intervals the last millisecond before a message is waited for exactly. */
  private static final long EXACT_NANOS = 10_000_000;

  private static final long MILLI = 1_000_000;

  private final Crowd crowd;
  private final List<Client> senders;
  private final int rooms;
  private final double nanosEach;

  /** Of the stretch under way, as the next. */
  private Histogram late = new Histogram(MOST_MICROS, 2);

  private long sent;

  /**
   * A pace.
   *
   * @param senders take turns
   * @param rooms so many rooms take turns, from the first on
   * @param rate messages a second
   */
  public Pace(Crowd crowd, List<Client> senders, int rooms, double rate) {
    this.crowd = crowd;
    this.senders = senders;
    this.rooms = rooms;
    this.nanosEach = 1e9 / rate;
  }

  Crowd crowd() {
    return crowd;
  }

  /**
   * Sends what is due in this stretch.
   *
   * @return how late each was sent, in microseconds
   */
  Histogram run(long from, long to, Progress progress) {
    late = new Histogram(MOST_MICROS, 2);
    sent = 0;
    Generator generator = crowd.generator();
    long due = send(from, to, from);
    for (long now = System.nanoTime(); now - to < 0; now = System.nanoTime()) {
      long rest = Math.min(due, to) - now;
      generator.turn(nanosEach > EXACT_NANOS ? rest / MILLI : Math.max(1, rest / MILLI));
      progress.at((now - from) / MILLI);
      due = send(from, to, System.nanoTime());
    }
    return late;
  }

  /** Sends all that is due by now, and returns when the next one is. */
  private long send(long from, long to, long now) {
    long due = from + (long) (sent * nanosEach);
    while (due - now <= 0 && due - to < 0) {
      crowd.publish(senders.get((int) (sent % senders.size())), (int) (sent % rooms), due);
      late.recordValue(Math.min(MOST_MICROS, (now - due) / 1_000));
      sent++;
      due = from + (long) (sent * nanosEach);
    }
    return due;
  }
}
