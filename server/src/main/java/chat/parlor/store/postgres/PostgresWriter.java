package chat.parlor.store.postgres;

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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries: locks the heads, looks whether they are where they are believed to be, and only
 * then inserts. So of two servers that write to one log at once the second learns what the first
 * wrote before it writes.
 *
 * <p>After an error whose outcome nobody knows it has no session and refuses everything until
 * {@link #reopen}.
 */
final class PostgresWriter implements StoreWriter, AutoCloseable {

  /** One order for all servers, so that no two wait for each other. */
  private static final Comparator<LogAppend> MAKING_ORDER =
      Comparator.comparing(append ->
          append.readers().isEmpty()
              ? "0" + append.name()
              : "1" + StoreRules.sharedKey(append.readers()));

  private final PostgresSessions sessions;
  private final DataFolder folder;
  private final PostgresIdentity identity;

  /** Owner: the room writer's thread. Null: not to be trusted, to be opened anew. */
  private @Nullable PostgresWriterSession session;

  /** Owner: the room writer's thread. A transaction is open and holds the heads that had moved. */
  private boolean holding;

  /**
   * Owner: the room writer's thread. The turn of the last write, so that an older copy is known.
   */
  private long turn;

  PostgresWriter(PostgresSessions sessions, DataFolder folder, PostgresIdentity identity) {
    this.sessions = sessions;
    this.folder = folder;
    this.identity = identity;
  }

  /** Takes an open session as its own. */
  void begin(PostgresWriterSession opened) throws SQLException {
    turn = PostgresIdentity.turn(opened.connection());
    session = opened;
  }

  @Override
  public Optional<LogHead> find(String name) throws StoreException {
    return ask(open -> Optional.ofNullable(open.find(List.of(name)).get(name)));
  }

  @Override
  public Optional<LogHead> findShared(List<String> readers) throws StoreException {
    return ask(open -> open.findShared(readers));
  }

  @Override
  public Map<SentKey, Sent> lookup(List<SentKey> keys) throws StoreException {
    return ask(open -> open.lookup(keys));
  }

  @Override
  public Appended append(List<LogAppend> appends) throws StoreException {
    StoreRules.requireDistinct(appends);
    PostgresWriterSession open = open();
    boolean committing = false;
    try {
      beginUnlessHolding(open);
      Map<String, LogHead> found = open.lock(appends.stream().map(LogAppend::name).toList());
      Map<String, LogHead> moved = moved(open, appends, found);
      if (!moved.isEmpty()) {
        return new Appended.Moved(moved);
      }
      Optional<Map<String, LogHead>> made = make(open, appends, found);
      if (made.isEmpty()) {
        return new Appended.Moved(somebodyMade(open, appends));
      }
      found.putAll(made.get());
      List<LogHead> heads =
          appends.stream().map(append -> StoreRules.after(before(found, append), append)).toList();
      long last = open.insert(heads, appends);
      committing = true;
      holding = false;
      open.commit();
      remember(last);
      return new Appended.Done(heads);
    } catch (SQLException e) {
      throw failed(open, e, committing);
    } catch (RuntimeException | Error e) {
      abandon();
      throw e;
    }
  }

  @Override
  public void release() throws StoreException {
    if (holding) {
      ask(open -> {
        rollback(open);
        return open;
      });
    }
  }

  @Override
  public boolean wasStored(List<LogAppend> appends) throws StoreException {
    PostgresWriterSession open = open();
    try {
      beginUnlessHolding(open);
      // Whoever is still about to commit them holds these heads, or is making these logs.
      Map<String, LogHead> heads = open.lock(appends.stream().map(LogAppend::name).toList());
      for (LogAppend append : inMakingOrder(appends, heads)) {
        open.make(append);
      }
      LogAppend first = appends.getFirst();
      LogHead head = open.find(List.of(first.name())).get(first.name());
      boolean stored =
          head != null && open.lookup(first.keys(head.log())).size() == first.entries().size();
      rollback(open);
      return stored;
    } catch (SQLException e) {
      throw failed(open, e, false);
    }
  }

  @Override
  public void reopen() throws StoreException {
    abandon();
    try {
      PostgresWriterSession opened = new PostgresWriterSession(sessions.openWriter());
      try {
        if (!identity.isIn(opened.connection(), turn)) {
          throw new SQLException(sessions.address() + " is another database now");
        }
        begin(opened);
      } catch (SQLException | RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException("the store cannot be opened again: " + e.getMessage(), false, e);
    }
  }

  @Override
  public void probe() throws StoreException {
    ask(open -> {
      open.begin();
      PostgresSessions.ask(open.connection(), "SELECT 1 FROM meta FOR UPDATE");
      open.rollback();
      return open;
    });
  }

  @Override
  public void close() {
    abandon();
  }

  private static Map<String, LogHead> moved(
      PostgresWriterSession open, List<LogAppend> appends, Map<String, LogHead> found)
      throws SQLException {
    Map<String, LogHead> moved = new LinkedHashMap<>();
    for (LogAppend append : appends) {
      LogHead head = before(found, append);
      if (head.head() != append.expectedHead()) {
        moved.put(append.name(), head);
      } else if (head.log() == 0 && !append.readers().isEmpty()) {
        open.findShared(append.readers()).ifPresent(other -> moved.put(other.name(), other));
      }
    }
    return moved;
  }

  private static LogHead before(Map<String, LogHead> found, LogAppend append) {
    LogHead head = found.get(append.name());
    return head == null ? StoreRules.nothing(append.name()) : head;
  }

  /** Makes the logs that are not there; empty when somebody else made one of them meanwhile. */
  private static Optional<Map<String, LogHead>> make(
      PostgresWriterSession open, List<LogAppend> appends, Map<String, LogHead> found)
      throws SQLException {
    Map<String, LogHead> made = new HashMap<>();
    for (LogAppend append : inMakingOrder(appends, found)) {
      OptionalLong number = open.make(append);
      if (number.isEmpty()) {
        return Optional.empty();
      }
      made.put(
          append.name(), new LogHead(number.getAsLong(), append.name(), 0, 0, 0, append.listed()));
    }
    return Optional.of(made);
  }

  private static List<LogAppend> inMakingOrder(
      List<LogAppend> appends, Map<String, LogHead> found) {
    List<LogAppend> missing = new ArrayList<>();
    for (LogAppend append : appends) {
      if (!found.containsKey(append.name())) {
        missing.add(append);
      }
    }
    missing.sort(MAKING_ORDER);
    return missing;
  }

  /** Nothing is held then: what was made here is undone. The next try finds and holds what is. */
  private Map<String, LogHead> somebodyMade(PostgresWriterSession open, List<LogAppend> appends)
      throws SQLException {
    rollback(open);
    Map<String, LogHead> moved =
        moved(open, appends, open.find(appends.stream().map(LogAppend::name).toList()));
    if (moved.isEmpty()) { // it was made and undone again: all stands as it was believed to
      LogAppend first = appends.getFirst();
      moved.put(first.name(), StoreRules.nothing(first.name()));
    }
    return moved;
  }

  private void beginUnlessHolding(PostgresWriterSession open) throws SQLException {
    if (!holding) {
      open.begin();
      holding = true;
    }
  }

  private void rollback(PostgresWriterSession open) throws SQLException {
    holding = false;
    open.rollback();
  }

  private void remember(long last) {
    turn = Math.max(turn, last);
    try {
      folder.turn(turn);
    } catch (IOException e) {
      // The entries are durable; only the bound that helps to know a restored copy stays older.
    }
  }

  /** Undoes what can be undone, and says what is known about the rest. */
  private StoreException failed(
      PostgresWriterSession open, SQLException cause, boolean committing) {
    PostgresProblem problem = PostgresProblem.of(cause);
    if (problem != PostgresProblem.UNTRUSTWORTHY) {
      try {
        rollback(open);
      } catch (SQLException e) {
        problem = PostgresProblem.UNTRUSTWORTHY;
      }
    }
    if (problem == PostgresProblem.UNTRUSTWORTHY) {
      abandon();
      return new StoreException(
          "nobody knows what was stored: " + cause.getMessage(), false, cause);
    }
    if (problem == PostgresProblem.BROKEN_RULE && !committing) {
      throw new IllegalStateException("a key or number is stored already; undone", cause);
    }
    return new StoreException("nothing was stored: " + cause.getMessage(), true, cause);
  }

  private <T> T ask(Question<T> question) throws StoreException {
    PostgresWriterSession open = open();
    try {
      return question.ask(open);
    } catch (SQLException e) {
      throw failed(open, e, false);
    }
  }

  private PostgresWriterSession open() throws StoreException {
    if (session == null) {
      throw new StoreException("the store must be opened anew first", false);
    }
    return session;
  }

  private void abandon() {
    PostgresWriterSession old = session;
    session = null;
    holding = false;
    if (old != null) {
      old.close();
    }
  }

  private interface Question<T> {
    T ask(PostgresWriterSession open) throws SQLException;
  }
}
