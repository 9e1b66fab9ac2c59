package chat.parlor.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A rate limit as one number (the generic cell rate algorithm, ITU-T I.371): the time at which the
 * bucket would be full again. Any thread.
 */
final class Throttle {
  private final long intervalNanos;
  private final long burstNanos;
  private final AtomicLong fullAt;

  /**
   * @param perPeriod how many are allowed per period in the long run; 0: any number
   * @param burst how many at once
   */
  Throttle(int perPeriod, long periodNanos, int burst, long nowNanos) {
    this.intervalNanos = perPeriod == 0 ? 0 : periodNanos / perPeriod;
    this.burstNanos = intervalNanos * Math.max(1, burst);
    this.fullAt = new AtomicLong(nowNanos);
  }

  /** Takes one: 0, or the milliseconds until one may be taken. */
  long take(long nowNanos) {
    if (intervalNanos == 0) {
      return 0;
    }
    while (true) {
      long full = fullAt.get();
      long from = full - nowNanos > 0 ? full : nowNanos;
      long after = from + intervalNanos;
      long over = after - nowNanos - burstNanos;
      if (over > 0) {
        return Math.max(1, over / 1_000_000);
      }
      if (fullAt.compareAndSet(full, after)) {
        return 0;
      }
    }
  }
}
