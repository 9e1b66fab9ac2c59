package chat.parlor.faults;

import java.util.Random;

/**
 * The moments of a run. {@code -Dtorture.seed} chooses the same ones again; what the system does
 * with them differs all the same.
 */
final class Chance {
  private static final long SEED = Long.getLong("torture.seed", System.nanoTime());
  private static final Random RANDOM = seeded();

  private Chance() {}

  /** From 0 up to but not including this many. */
  static int below(int bound) {
    return RANDOM.nextInt(bound);
  }

  @SuppressWarnings("SystemOut")
  private static Random seeded() {
    System.out.println("torture.seed=" + SEED);
    return new Random(SEED);
  }
}
