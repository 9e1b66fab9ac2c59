package chat.parlor.store.sqlite;

import chat.parlor.store.StoreException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The gate in front of the readers. While the store is opened anew none is let in and each one's
 * handle is closed: a handle left open would keep the old view of the write-ahead log alive.
 */
final class Readers {
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private final Set<SqliteReader> readers = ConcurrentHashMap.newKeySet();

  /** Guarded by {@code gate}. */
  private boolean open = true;

  void add(SqliteReader reader) {
    readers.add(reader);
  }

  void remove(SqliteReader reader) {
    readers.remove(reader);
  }

  /**
   * Lets a reader in, until {@link #leave}.
   *
   * @throws StoreException while the store is closed or cannot be trusted
   */
  void enter() throws StoreException {
    gate.readLock().lock();
    if (!open) {
      gate.readLock().unlock();
      throw new StoreException("the store is closed, or not opened anew yet", true);
    }
  }

  void leave() {
    gate.readLock().unlock();
  }

  /** Sends all readers out, closes their handles, and lets them in again after the work. */
  void shut(Checkpoints.Work work) throws SQLException {
    gate.writeLock().lock();
    try {
      open = false;
      readers.forEach(SqliteReader::drop);
      work.run();
      open = true;
    } finally {
      gate.writeLock().unlock();
    }
  }

  /** Sends all readers out for good. */
  void close() {
    gate.writeLock().lock();
    try {
      open = false;
      readers.forEach(SqliteReader::drop);
      readers.clear();
    } finally {
      gate.writeLock().unlock();
    }
  }
}
