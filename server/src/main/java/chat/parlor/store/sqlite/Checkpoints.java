package chat.parlor.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what is in the write-ahead log into the database, beside the writer: passively, without
 * holding anybody up. Under steady writing that never gets to the log's end, so above 64 MiB it
 * takes one turn between two commits for the little that is left, and cuts the log to nothing.
 */
final class Checkpoints implements AutoCloseable {
  /** Something done while this has no handle open. */
  interface Work {
    void run() throws SQLException;
  }

  private static final Logger LOGGER = LoggerFactory.getLogger(Checkpoints.class);
  private static final long PASSIVE_FRAMES = 1_000; // pages of 4 KiB
  private static final long CUT_BYTES = 64L << 20;
  private static final long REST_FRAMES = 500;
  private static final int ROUNDS = 5;
  private static final long PAUSE_MILLIS = 100;

  private final SqliteFile file;
  private final Thread thread = new Thread(this::run, "parlor-checkpoints");

  /** Fair: neither the writer nor a cut waits longer than one turn of the other. */
  private final ReentrantLock writing = new ReentrantLock(true);

  /** Has a permit when something was committed since the last look. */
  private final Semaphore committed = new Semaphore(0);

  private final Object handle = new Object();

  /** Guarded by {@code handle}. Null while there is none. */
  private @Nullable Connection connection;

  /** Owner: the checkpoint thread. So that a full disk is told once, not ten times a second. */
  private boolean failing;

  Checkpoints(SqliteFile file) {
    this.file = file;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The writer's turn: no cut comes between this and {@link #endWriting}. */
  void beginWriting() {
    writing.lock();
  }

  void endWriting() {
    writing.unlock();
  }

  /** Something was committed. */
  void committed() {
    if (committed.availablePermits() == 0) {
      committed.release();
    }
  }

  /** Does the work with no handle of this kind open, and none opened meanwhile. */
  void stopWhile(Work work) throws SQLException {
    synchronized (handle) {
      drop();
      work.run();
    }
  }

  /**
   * Moves everything, syncs the database, and cuts the log to nothing.
   *
   * @throws SQLException also when somebody is in the way
   */
  static void truncate(Connection connection) throws SQLException {
    if (checkpoint(connection, "TRUNCATE").busy) {
      throw new SQLException("somebody holds the write-ahead log");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (handle) {
      drop();
    }
  }

  private void run() {
    try {
      while (true) {
        committed.acquire();
        look();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void look() {
    synchronized (handle) {
      try {
        Connection open = connection;
        if (open == null) {
          open = file.openCheckpointer();
          connection = open;
        }
        if (checkpoint(open, "NOOP").rest() >= PASSIVE_FRAMES) {
          checkpoint(open, "PASSIVE");
        }
        if (Files.size(file.writeAheadLog()) > CUT_BYTES) {
          cut(open);
        }
        failing = false;
      } catch (SQLException | IOException e) {
        drop();
        if (!failing) {
          LOGGER.warn("The write-ahead log cannot be moved into the database: {}", e.toString());
        }
        failing = true;
      }
    }
  }

  private void cut(Connection open) throws SQLException {
    for (int i = 0; i < ROUNDS; i++) {
      if (checkpoint(open, "PASSIVE").rest() < REST_FRAMES) {
        break;
      }
    }
    writing.lock();
    try {
      checkpoint(open, "TRUNCATE"); // a reader in the way: the next look tries again
    } finally {
      writing.unlock();
    }
  }

  private void drop() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException e) {
        // The handle is given up either way.
      }
    }
  }

  private static Progress checkpoint(Connection connection, String mode) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      return new Progress(row.getInt(1) != 0, row.getLong(2), row.getLong(3));
    }
  }

  /** What {@code PRAGMA wal_checkpoint} answers. */
  private record Progress(boolean busy, long frames, long moved) {
    long rest() {
      return frames - moved;
    }
  }
}
