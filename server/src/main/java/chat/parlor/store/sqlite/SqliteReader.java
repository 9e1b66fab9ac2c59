package chat.parlor.store.sqlite;

import chat.parlor.store.LogHead;
import chat.parlor.store.Page;
import chat.parlor.store.SharedLog;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreReader;
import chat.parlor.store.StoreRules;
import chat.parlor.store.StoredEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads through a connection of its own, which it opens when it needs one. */
final class SqliteReader implements StoreReader {
  private final SqliteFile file;
  private final Readers gate;
  private final String epoch;

  /**
   * Owner: the reader's thread while it is let in by the gate; whoever shuts the gate otherwise.
   * Null while there is none.
   */
  private @Nullable ReaderSession session;

  SqliteReader(SqliteFile file, Readers gate, String epoch) {
    this.file = file;
    this.gate = gate;
    this.epoch = epoch;
    gate.add(this);
  }

  @Override
  public Optional<LogHead> find(String name) throws StoreException {
    return read(open -> open.find(name));
  }

  @Override
  public Map<String, LogHead> heads(Collection<String> names) throws StoreException {
    return read(open -> {
      Map<String, LogHead> heads = new HashMap<>();
      for (String name : names) {
        open.find(name).ifPresent(head -> heads.put(name, head));
      }
      return heads;
    });
  }

  @Override
  public Page page(long log, long from, long to) throws StoreException {
    return read(open -> {
      LogHead head = head(open, log);
      long first = Math.max(from, head.floor() + 1);
      long last = Math.min(to, head.head());
      List<StoredEntry> entries = first > last ? List.of() : open.entries(log, first, last);
      StoreRules.requireNoHole(log, first, last, entries);
      return new Page(epoch, head, entries);
    });
  }

  @Override
  public List<StoredEntry> entries(long log, List<Long> seqs) throws StoreException {
    return read(open -> {
      List<StoredEntry> entries = new ArrayList<>();
      for (long seq : StoreRules.kept(head(open, log), seqs)) {
        List<StoredEntry> found = open.entries(log, seq, seq);
        StoreRules.requireNoHole(log, seq, seq, found);
        entries.addAll(found);
      }
      return entries;
    });
  }

  private static LogHead head(ReaderSession open, long log) throws SQLException {
    return open.head(log).orElseThrow(() -> new IllegalArgumentException("no log " + log));
  }

  @Override
  public List<LogHead> directory(String query, int limit) throws StoreException {
    return read(open -> open.directory(StoreRules.folded(query), limit));
  }

  @Override
  public List<SharedLog> shared(String reader, int limit) throws StoreException {
    return read(open -> {
      List<SharedLog> shared = new ArrayList<>();
      for (LogHead head : open.shared(reader, limit)) {
        shared.add(new SharedLog(head, open.readers(head.log())));
      }
      return shared;
    });
  }

  @Override
  public List<String> readers(long log) throws StoreException {
    return read(open -> open.readers(log));
  }

  @Override
  public void close() {
    try {
      gate.enter();
    } catch (StoreException e) {
      return; // whoever shut the gate has closed the handle
    }
    try {
      gate.remove(this);
      drop();
    } finally {
      gate.leave();
    }
  }

  /** Gives the handle up; the next call opens another. */
  void drop() {
    ReaderSession old = session;
    session = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException e) {
        // The handle is given up either way.
      }
    }
  }

  /** One question, one snapshot. */
  private <T> T read(Question<T> question) throws StoreException {
    gate.enter();
    try {
      ReaderSession open = session;
      if (open == null) {
        open = new ReaderSession(file.openReader());
        session = open;
      }
      open.begin();
      T answer = question.ask(open);
      open.commit();
      return answer;
    } catch (SQLException e) {
      drop();
      throw new StoreException("cannot read: " + e.getMessage(), true, e);
    } catch (RuntimeException | Error e) {
      drop();
      throw e;
    } finally {
      gate.leave();
    }
  }

  private interface Question<T> {
    T ask(ReaderSession open) throws SQLException;
  }
}
