package chat.parlor.room;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Counts what should never happen. Three times in a minute, or once out of memory: the writer is
 * not to be trusted, and says so by ending the process. Owned by the writer's thread.
 */
final class Failures {
  private static final int ALLOWED = 3;
  private static final long WITHIN_NANOS = Duration.ofMinutes(1).toNanos();

  private final Runnable fatal;
  private final ArrayDeque<Long> times = new ArrayDeque<>();

  Failures(Runnable fatal) {
    this.fatal = fatal;
  }

  void note(Throwable failure) {
    long now = System.nanoTime();
    times.add(now);
    while (now - times.peekFirst() > WITHIN_NANOS) {
      times.removeFirst();
    }
    if (failure instanceof OutOfMemoryError || times.size() >= ALLOWED) {
      fatal.run();
    }
  }

  /** The writer itself is at its end, and nobody would answer any more. */
  void giveUp() {
    fatal.run();
  }
}
