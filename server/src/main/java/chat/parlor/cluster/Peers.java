package chat.parlor.cluster;

import chat.parlor.log.Logs;
import chat.parlor.log.RoomLog;
import chat.parlor.store.Hints;
import chat.parlor.store.LogHead;
import chat.parlor.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other servers on the same database. Three threads: one tells them what was written here, one
 * hears what was written there, one follows: it reads the logs that were named, and once a second
 * all that are open, so that what no hint told of is seen a second later.
 */
public final class Peers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Peers.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Hints hints;
  private final Logs logs;
  private final Runnable afterMove;
  private final List<Thread> threads = new ArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private final Condition heard = lock.newCondition();

  /** Guarded by the lock: what the others are to be told. */
  private Map<String, Long> toTell = new HashMap<>();

  /** Guarded by the lock: logs of which more was heard than is known here. */
  private Set<String> toFollow = new LinkedHashSet<>();

  private volatile boolean closed;

  /**
   * Begins to listen and to look.
   *
   * @param afterMove called after logs were moved, on a thread of this class
   */
  public Peers(Hints hints, Logs logs, Runnable afterMove) {
    this.hints = hints;
    this.logs = logs;
    this.afterMove = afterMove;
    start("peers-tell", this::tell);
    start("peers-hear", this::hear);
    start("peers-follow", this::follow);
  }

  /** This server has written to a log. Takes a note only; any thread. */
  public void wrote(LogHead head) {
    lock.lock();
    try {
      toTell.merge(head.name(), head.head(), Math::max);
      written.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the threads; the hints are closed by their owner. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join(LOOK.multipliedBy(2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Turn {
    void take() throws StoreException, InterruptedException;
  }

  private void start(String name, Turn turn) {
    threads.add(Thread.ofPlatform().daemon().name(name).start(() -> repeat(name, turn)));
  }

  /** What fails is tried again after a second: without it others are seen by looking. */
  private void repeat(String name, Turn turn) {
    while (!closed) {
      try {
        turn.take();
      } catch (StoreException | RuntimeException e) {
        log.debug("{} failed", name, e);
        pause();
      } catch (InterruptedException e) {
        return; // only close interrupts
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() throws StoreException, InterruptedException {
    Map<String, Long> told;
    lock.lockInterruptibly();
    try {
      while (toTell.isEmpty()) {
        written.await();
      }
      told = toTell;
      toTell = new HashMap<>();
    } finally {
      lock.unlock();
    }
    hints.tell(
        told.entrySet().stream()
            .map(entry -> new Hints.Hint(entry.getKey(), entry.getValue()))
            .toList());
  }

  private void hear() throws StoreException, InterruptedException {
    List<Hints.Hint> told = hints.await(LOOK);
    lock.lockInterruptibly();
    try {
      for (Hints.Hint hint : told) {
        if (isNews(hint)) {
          toFollow.add(hint.name());
          heard.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isNews(Hints.Hint hint) {
    Optional<RoomLog> open = logs.ifOpen(hint.name());
    return open.isPresent() && open.get().head() < hint.head();
  }

  private void follow() throws StoreException, InterruptedException {
    long nextLook = System.nanoTime() + LOOK.toNanos();
    while (!closed) {
      Set<String> named = named(nextLook - System.nanoTime());
      if (nextLook - System.nanoTime() <= 0) {
        nextLook = System.nanoTime() + LOOK.toNanos();
        refresh(Set.copyOf(logs.openNames()));
      } else if (!named.isEmpty()) {
        refresh(named);
      }
    }
  }

  /** What was named, or nothing when the time is over first. */
  private Set<String> named(long atMostNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMostNanos;
      while (toFollow.isEmpty() && left > 0) {
        left = heard.awaitNanos(left);
      }
      Set<String> named = toFollow;
      toFollow = new LinkedHashSet<>();
      return named;
    } finally {
      lock.unlock();
    }
  }

  private void refresh(Set<String> names) throws InterruptedException {
    if (names.isEmpty()) {
      return;
    }
    try {
      logs.refresh(names).join();
    } catch (CompletionException e) {
      log.debug("the logs could not be looked at", e);
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    } finally {
      afterMove.run(); // some may have moved before it failed
    }
  }
}
