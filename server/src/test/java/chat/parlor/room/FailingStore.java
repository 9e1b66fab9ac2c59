package chat.parlor.room;

import chat.parlor.store.Appended;
import chat.parlor.store.Hints;
import chat.parlor.store.LogAppend;
import chat.parlor.store.LogHead;
import chat.parlor.store.Sent;
import chat.parlor.store.SentKey;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreReader;
import chat.parlor.store.StoreWriter;
import chat.parlor.store.memory.MemoryStore;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Semaphore;

/** A store that fails where and how a test says, each failure once. Any thread may plan. */
final class FailingStore implements Store {
  enum Point {
    LOOKUP,
    BEFORE_APPEND,
    AFTER_APPEND,
    REOPEN,
    PROBE
  }

  private final MemoryStore store = new MemoryStore();

  /** Guarded by itself. */
  private final Map<Point, Queue<Throwable>> planned = new EnumMap<>(Point.class);

  /** Appends wait for it while it has no permit. */
  final Semaphore appends = new Semaphore(1_000_000);

  /** How often it was opened anew. */
  final java.util.concurrent.atomic.AtomicInteger reopened =
      new java.util.concurrent.atomic.AtomicInteger();

  void fail(Point point, Throwable... failures) {
    synchronized (planned) {
      planned.computeIfAbsent(point, it -> new ArrayDeque<>()).addAll(List.of(failures));
    }
  }

  /** Nothing of the append is stored, or nobody knows. */
  static StoreException unknown() {
    return new StoreException("nobody knows", false);
  }

  static StoreException known() {
    return new StoreException("the disk is full", true);
  }

  private void pass(Point point) throws StoreException {
    Throwable failure;
    synchronized (planned) {
      Queue<Throwable> due = planned.get(point);
      failure = due == null ? null : due.poll();
    }
    switch (failure) {
      case null -> {}
      case StoreException it -> throw it;
      case RuntimeException it -> throw it;
      case Error it -> throw it;
      default -> throw new IllegalArgumentException(failure);
    }
  }

  @Override
  public String epoch() {
    return store.epoch();
  }

  @Override
  public byte[] secret() {
    return store.secret();
  }

  @Override
  public Optional<Hints> hints() {
    return store.hints();
  }

  @Override
  public StoreReader reader() {
    return store.reader();
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public StoreWriter writer() {
    StoreWriter writer = store.writer();
    return new StoreWriter() {
      @Override
      public Optional<LogHead> find(String name) throws StoreException {
        return writer.find(name);
      }

      @Override
      public Optional<LogHead> findShared(List<String> readers) throws StoreException {
        return writer.findShared(readers);
      }

      @Override
      public Map<SentKey, Sent> lookup(List<SentKey> keys) throws StoreException {
        pass(Point.LOOKUP);
        return writer.lookup(keys);
      }

      @Override
      public Appended append(List<LogAppend> batch) throws StoreException {
        appends.acquireUninterruptibly();
        pass(Point.BEFORE_APPEND);
        Appended appended = writer.append(batch);
        pass(Point.AFTER_APPEND);
        return appended;
      }

      @Override
      public void release() throws StoreException {
        writer.release();
      }

      @Override
      public boolean wasStored(List<LogAppend> batch) throws StoreException {
        pass(Point.LOOKUP);
        return writer.wasStored(batch);
      }

      @Override
      public void reopen() throws StoreException {
        pass(Point.REOPEN);
        writer.reopen();
        reopened.incrementAndGet();
      }

      @Override
      public void probe() throws StoreException {
        pass(Point.PROBE);
        writer.probe();
      }
    };
  }
}
