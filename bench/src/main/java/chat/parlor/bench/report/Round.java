package chat.parlor.bench.report;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One stretch of load on one server.
 *
 * @param target which server
 * @param events what happened in the stretch: messages received by clients, or acknowledged
 * @param server what the server's process did meanwhile
 * @param generator what the load's own thread did
 * @param latency microseconds, of what was due in the stretch
 * @param timeline the same over time
 */
public record Round(
    String target,
    long events,
    double seconds,
    Server server,
    Load generator,
    Histogram latency,
    List<Point> timeline) {

  /**
   * Of the server's process; zeros where it is not known.
   *
   * @param waitedSeconds in which its threads could have run and had no processor
   */
  public record Server(double cpuSeconds, double waitedSeconds, long rssKib) {}

  /**
   * Of the generator.
   *
   * @param share of one processor that it used
   * @param lateMillis how late it came to send what was due: the 99th percentile
   */
  public record Load(double share, double lateMillis) {}

  /** One slice of time: seconds from the beginning, and latencies in milliseconds. */
  public record Point(double seconds, double p50Millis, double p99Millis, double maxMillis) {}

  /** The same, of a server that is called otherwise: one of two ways to load it. */
  public Round named(String name) {
    return new Round(name, events, seconds, server, generator, latency, timeline);
  }

  /** The same with a timeline. */
  public Round with(List<Point> points) {
    return new Round(target, events, seconds, server, generator, latency, points);
  }

  public double perSecond() {
    return events / seconds;
  }

  /** Microseconds of the server's processor time for each event; 0 when not known. */
  public double cpuMicros() {
    return events == 0 ? 0 : server.cpuSeconds() * 1e6 / events;
  }

  /** A percentile of latency in milliseconds. */
  public double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e3;
  }
}
