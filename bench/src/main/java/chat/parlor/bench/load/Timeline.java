package chat.parlor.bench.load;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Latency over time: the stretch in slices, each with its own percentiles. */
public final class Timeline {
  private static final int SLICES = 100;
  private static final long MOST_MICROS = 600_000_000;

  private final long fromNanos;
  private final long sliceNanos;
  private final @Nullable Histogram[] slices = new Histogram[SLICES];

  Timeline(long fromNanos, long toNanos) {
    this.fromNanos = fromNanos;
    this.sliceNanos = Math.max(1, (toNanos - fromNanos) / SLICES);
  }

  void add(long dueNanos, long micros) {
    int slice = Math.clamp((dueNanos - fromNanos) / sliceNanos, 0, SLICES - 1);
    Histogram histogram = slices[slice];
    if (histogram == null) {
      histogram = new Histogram(MOST_MICROS, 2);
      slices[slice] = histogram;
    }
    histogram.recordValue(micros);
  }

  /** One slice: seconds from the beginning, and latencies in milliseconds. */
  public record Point(double seconds, double p50Millis, double p99Millis, double maxMillis) {}

  /** Those slices in which something was due, in order. */
  public List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < SLICES; i++) {
      Histogram histogram = slices[i];
      if (histogram != null) {
        points.add(
            new Point(
                (i + 0.5) * sliceNanos / 1e9,
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getMaxValue() / 1e3));
      }
    }
    return points;
  }
}
