package chat.parlor.log;

import chat.parlor.store.Page;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreReader;
import chat.parlor.telemetry.Metrics;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Cold reads: a few platform threads (SQLite's native calls would pin virtual ones), each with a
 * reader of its own. Readers that come to the same block share one read of the store.
 */
final class Pages implements AutoCloseable {

  /** A read of the store, on a page thread. */
  interface Read<T> {
    T from(StoreReader reader) throws StoreException;
  }

  /**
   * After a block was read its thread rests as long as that took, at most this long: a catch-up of
   * a million entries leaves half of the time to others. What is asked once does not wait for it.
   */
  private static final long REST_NANOS = 1_000_000;

  private record Place(long log, long block) {}

  private final Store store;
  private final ExecutorService threads;
  private final ConcurrentLinkedQueue<StoreReader> idleReaders = new ConcurrentLinkedQueue<>();
  private final AsyncCache<Place, Block> blocks;
  private final Metrics metrics;

  Pages(Store store, LogOptions options, Metrics metrics) {
    this.metrics = metrics;
    this.store = store;
    this.threads =
        Executors.newFixedThreadPool(
            options.pageThreads(), Thread.ofPlatform().name("pages-", 0).daemon().factory());
    this.blocks =
        Caffeine.newBuilder()
            .maximumWeight(options.pageCacheBytes())
            .weigher((Place place, Block block) -> block.weight())
            .expireAfterAccess(Duration.ofSeconds(10))
            .executor(Runnable::run)
            .buildAsync();
  }

  /**
   * The block that holds this entry. The number must be at most the log's head, so that the entry
   * is durable: a block read before it came is read again, and so is one from before a redaction.
   */
  CompletableFuture<Block> block(RoomLog log, long seq) {
    Place place = new Place(log.number(), Block.indexOf(seq));
    CompletableFuture<Block> known = blocks.getIfPresent(place);
    if (known != null && known.isDone() && !known.isCompletedExceptionally()) {
      Block block = known.join();
      if (block.get(seq) == null || block.scrub() < log.scrub()) {
        blocks.asMap().remove(place, known);
      }
    }
    return blocks
        .get(place, (key, _) -> ask(reader -> read(reader, key)))
        .thenCompose(block ->
            block.get(seq) == null || block.scrub() < log.scrub()
                ? block(log, seq)
                : CompletableFuture.completedFuture(block));
  }

  private Block read(StoreReader reader, Place place) throws StoreException {
    metrics.pageRead();
    long begunNanos = System.nanoTime();
    long from = place.block() * Block.LENGTH + 1;
    Page page = reader.page(place.log(), from, from + Block.LENGTH - 1);
    if (!page.epoch().equals(store.epoch())) {
      throw new IllegalStateException("the database was exchanged while it was in use");
    }
    Block block = new Block(page.head().scrub(), entries(page).toArray(Entry[]::new));
    LockSupport.parkNanos(Math.min(System.nanoTime() - begunNanos, REST_NANOS));
    return block;
  }

  static List<Entry> entries(Page page) {
    return page.entries().stream()
        .map(entry -> new Entry(entry.seq(), entry.body(), entry.cut()))
        .toList();
  }

  /** Runs a read on a page thread. The future fails with a {@link StoreException} inside. */
  <T> CompletableFuture<T> ask(Read<T> read) {
    return CompletableFuture.supplyAsync(
        () -> {
          StoreReader idle = idleReaders.poll();
          StoreReader reader = idle != null ? idle : store.reader();
          try {
            return read.from(reader);
          } catch (StoreException e) {
            throw new CompletionException(e);
          } finally {
            idleReaders.add(reader);
          }
        },
        threads);
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (StoreReader reader = idleReaders.poll(); reader != null; reader = idleReaders.poll()) {
      reader.close();
    }
  }
}
