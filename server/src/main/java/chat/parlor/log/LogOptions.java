package chat.parlor.log;

/**
 * Bounds of what logs keep in memory.
 *
 * @param tailEntries the newest entries kept per room, 1 to 4,096
 * @param tailBytes their bytes per room
 * @param allTailBytes their bytes in all rooms together; over it the longest unused are dropped
 * @param pageThreads threads that read pages from the store
 * @param pageCacheBytes pages kept for readers that come to the same place
 */
public record LogOptions(
    int tailEntries, int tailBytes, long allTailBytes, int pageThreads, long pageCacheBytes) {

  public LogOptions {
    if (tailEntries < 1 || tailEntries > 4096) {
      throw new IllegalArgumentException("tailEntries must be 1 to 4096");
    }
  }

  public static LogOptions defaults() {
    return new LogOptions(4096, 1 << 20, 64L << 20, 2, 16L << 20);
  }

  public LogOptions withTailEntries(int entries) {
    return new LogOptions(entries, tailBytes, allTailBytes, pageThreads, pageCacheBytes);
  }
}
