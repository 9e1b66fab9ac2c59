package chat.parlor.log;

import org.jspecify.annotations.Nullable;

/**
 * Entries of one log read from the store in one snapshot: those of an aligned stretch of {@value
 * #LENGTH} numbers that existed then.
 */
public final class Block {
  /** How many numbers a block covers. */
  public static final int LENGTH = 128;

  private final long scrub;
  private final Entry[] entries;

  Block(long scrub, Entry[] entries) {
    this.scrub = scrub;
    this.entries = entries;
  }

  long scrub() {
    return scrub;
  }

  /** The entry of this number, or null when it is not in this block. */
  public @Nullable Entry get(long seq) {
    if (entries.length == 0) {
      return null;
    }
    long index = seq - entries[0].seq();
    return index >= 0 && index < entries.length ? entries[(int) index] : null;
  }

  int weight() {
    int bytes = 64;
    for (Entry entry : entries) {
      bytes += entry.body().length + 48;
    }
    return bytes;
  }

  static long indexOf(long seq) {
    return (seq - 1) / LENGTH;
  }
}
