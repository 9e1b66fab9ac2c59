package chat.parlor.store.sqlite;

import chat.parlor.store.Appended;
import chat.parlor.store.LogAppend;
import chat.parlor.store.LogHead;
import chat.parlor.store.Sent;
import chat.parlor.store.SentKey;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreRules;
import chat.parlor.store.StoreWriter;
import chat.parlor.store.folder.DataFolder;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries: one transaction a call, one sync a transaction.
 *
 * <p>After an error whose outcome nobody knows it has no session and refuses everything until
 * {@link #reopen}.
 */
final class SqliteWriter implements StoreWriter, AutoCloseable {
  private final SqliteFile file;
  private final DataFolder folder;
  private final Identity identity;
  private final Checkpoints checkpoints;
  private final Readers readers;

  /** Owner: the room writer's thread. Null: not to be trusted, to be opened anew. */
  private @Nullable WriterSession session;

  /** Owner: the room writer's thread. How many writes the logs have had. */
  private long turn;

  SqliteWriter(
      SqliteFile file,
      DataFolder folder,
      Identity identity,
      Checkpoints checkpoints,
      Readers readers) {
    this.file = file;
    this.folder = folder;
    this.identity = identity;
    this.checkpoints = checkpoints;
    this.readers = readers;
  }

  /** Takes an open session as its own. */
  void begin(WriterSession opened) throws SQLException {
    turn = Identity.writes(opened.connection());
    session = opened;
  }

  @Override
  public Optional<LogHead> find(String name) throws StoreException {
    return ask(open -> open.find(name));
  }

  @Override
  public Optional<LogHead> findShared(List<String> persons) throws StoreException {
    return ask(open -> open.findShared(persons));
  }

  @Override
  public Map<SentKey, Sent> lookup(List<SentKey> keys) throws StoreException {
    return ask(open -> {
      Map<SentKey, Sent> found = new HashMap<>();
      for (SentKey key : keys) {
        open.lookup(key).ifPresent(sent -> found.put(key, sent));
      }
      return found;
    });
  }

  @Override
  public Appended append(List<LogAppend> appends) throws StoreException {
    StoreRules.requireDistinct(appends);
    WriterSession open = open();
    checkpoints.beginWriting();
    try {
      return transaction(open, appends);
    } finally {
      checkpoints.endWriting();
    }
  }

  @Override
  public void release() {
    // Nobody else writes while this process holds the data folder.
  }

  // One transaction: when one key is there, all of it is.
  @Override
  public boolean wasStored(List<LogAppend> appends) throws StoreException {
    LogAppend first = appends.getFirst();
    Optional<LogHead> head = find(first.name());
    List<SentKey> keys = head.map(found -> first.keys(found.log())).orElse(List.of());
    return !keys.isEmpty() && lookup(keys).size() == keys.size();
  }

  @Override
  public void reopen() throws StoreException {
    abandon();
    try {
      folder.probe(); // while this fails, reading goes on with the handles it has
      checkpoints.stopWhile(() -> readers.shut(this::openAnew));
      requireIntact();
    } catch (SQLException | IOException e) {
      abandon();
      throw new StoreException("the store cannot be opened again: " + e.getMessage(), false, e);
    } catch (RuntimeException | Error e) {
      abandon();
      throw e;
    }
  }

  @Override
  public void probe() throws StoreException {
    try {
      folder.probe();
    } catch (IOException e) {
      throw new StoreException("cannot write to the data folder: " + e.getMessage(), true, e);
    }
    ask(open -> {
      open.begin(); // as an append does, with a foreign lock in its way
      open.rollback();
      return open;
    });
  }

  @Override
  public void close() {
    abandon();
  }

  private Appended transaction(WriterSession open, List<LogAppend> appends) throws StoreException {
    boolean committing = false;
    try {
      open.begin();
      Map<String, LogHead> moved = moved(open, appends);
      if (!moved.isEmpty()) {
        open.rollback();
        return new Appended.Moved(moved);
      }
      List<LogHead> heads = write(open, appends);
      committing = true;
      open.commit();
      remember(turn + appends.size());
      return new Appended.Done(heads);
    } catch (SQLException e) {
      throw failed(open, appends, e, committing);
    } catch (RuntimeException | Error e) {
      abandon();
      throw e;
    }
  }

  private static Map<String, LogHead> moved(WriterSession open, List<LogAppend> appends)
      throws SQLException {
    Map<String, LogHead> moved = new LinkedHashMap<>();
    for (LogAppend append : appends) {
      Optional<LogHead> found = open.find(append.name());
      LogHead head = found.orElseGet(() -> StoreRules.nothing(append.name()));
      if (head.head() != append.expectedHead()) {
        moved.put(append.name(), head);
      } else if (found.isEmpty() && !append.readers().isEmpty()) {
        open.findShared(append.readers()).ifPresent(other -> moved.put(other.name(), other));
      }
    }
    return moved;
  }

  private List<LogHead> write(WriterSession open, List<LogAppend> appends) throws SQLException {
    List<LogHead> heads = new ArrayList<>(appends.size());
    List<WriterSession.Row> rows = new ArrayList<>();
    long next = turn;
    for (LogAppend append : appends) {
      Optional<LogHead> found = open.find(append.name());
      long log = found.isPresent() ? found.get().log() : open.make(append);
      LogHead before =
          found.orElseGet(() -> new LogHead(log, append.name(), 0, 0, 0, append.listed()));
      LogHead after = StoreRules.after(before, append);
      rows.addAll(WriterSession.rows(log, append));
      open.moveHead(log, after.head(), ++next);
      heads.add(after);
    }
    open.insert(rows);
    return heads;
  }

  private void remember(long writes) {
    turn = writes;
    checkpoints.committed();
    try {
      folder.turn(writes);
    } catch (IOException e) {
      // The entries are durable; only the bound that helps to know a restored copy stays older.
    }
  }

  /** Undoes what can be undone, and says what is known about the rest. */
  private StoreException failed(
      WriterSession open, List<LogAppend> appends, SQLException cause, boolean committing) {
    SqliteProblem problem = SqliteProblem.of(cause);
    if (problem == SqliteProblem.UNTRUSTWORTHY || !undone(open, appends)) {
      abandon();
      return new StoreException(
          "nobody knows what was stored: " + cause.getMessage(), false, cause);
    }
    if (problem == SqliteProblem.BROKEN_RULE && !committing) {
      throw new IllegalStateException("a key or number is stored already; undone", cause);
    }
    return new StoreException("nothing was stored: " + cause.getMessage(), true, cause);
  }

  /** Rolls back, unless SQLite did so itself, and looks whether the logs stand as before. */
  private boolean undone(WriterSession open, List<LogAppend> appends) {
    try {
      open.rollback();
    } catch (SQLException e) {
      // No transaction is left when SQLite has undone it; BEGIN and the heads will tell.
    }
    try {
      WriterSession fresh = open.prepareAnew();
      session = fresh;
      for (LogAppend append : appends) {
        long head = fresh.find(append.name()).map(LogHead::head).orElse(0L);
        if (head != append.expectedHead()) {
          return false;
        }
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private <T> T ask(Question<T> question) throws StoreException {
    WriterSession open = open();
    try {
      return question.ask(open);
    } catch (SQLException e) {
      boolean passing = SqliteProblem.of(e) == SqliteProblem.PASSING && undone(open, List.of());
      if (!passing) {
        abandon();
      }
      throw new StoreException("cannot read: " + e.getMessage(), passing, e);
    }
  }

  private WriterSession open() throws StoreException {
    if (session == null) {
      throw new StoreException("the store must be opened anew first", false);
    }
    return session;
  }

  private void openAnew() throws SQLException {
    WriterSession opened = new WriterSession(file.openWriter());
    try {
      Checkpoints.truncate(opened.connection());
      if (!identity.isIn(opened.connection())) {
        throw new SQLException(file.path() + " is another database now");
      }
      begin(opened);
    } catch (SQLException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void requireIntact() throws SQLException, StoreException {
    String found = SqliteFile.pragma(open().connection(), "quick_check(1)");
    if (!found.equals("ok")) {
      throw new SQLException(file.path() + " is damaged: " + found);
    }
  }

  private void abandon() {
    WriterSession old = session;
    session = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException e) {
        // The handle is given up either way.
      }
    }
  }

  private interface Question<T> {
    T ask(WriterSession open) throws SQLException;
  }
}
