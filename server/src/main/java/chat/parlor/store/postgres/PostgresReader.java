package chat.parlor.store.postgres;

import chat.parlor.store.LogHead;
import chat.parlor.store.LogRows;
import chat.parlor.store.Page;
import chat.parlor.store.SharedLog;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreReader;
import chat.parlor.store.StoreRules;
import chat.parlor.store.StoredEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads through a session of its own, which it opens when it needs one. */
final class PostgresReader implements StoreReader {
  private static final String SELECT = "SELECT " + LogRows.COLUMNS + " FROM log ";

  private final PostgresSessions sessions;

  /** Owner: the reader's thread. Null while there is none. */
  private @Nullable Connection session;

  PostgresReader(PostgresSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Optional<LogHead> find(String name) throws StoreException {
    return read(open -> heads(open, SELECT + "WHERE name = ?", name).stream().findFirst());
  }

  @Override
  public Map<String, LogHead> heads(Collection<String> names) throws StoreException {
    return read(open -> {
      Map<String, LogHead> heads = new HashMap<>();
      Object array = open.createArrayOf("text", names.toArray());
      for (LogHead head : heads(open, SELECT + "WHERE name = ANY (?)", array)) {
        heads.put(head.name(), head);
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
      List<StoredEntry> entries =
          first > last
              ? List.of()
              : entries(
                  open,
                  "BETWEEN ? AND ? ORDER BY id",
                  LogRows.entryId(log, first),
                  LogRows.entryId(log, last));
      StoreRules.requireNoHole(log, first, last, entries);
      return new Page(PostgresSessions.ask(open, "SELECT epoch FROM meta"), head, entries);
    });
  }

  @Override
  public List<StoredEntry> entries(long log, List<Long> seqs) throws StoreException {
    return read(open -> {
      List<Long> kept = StoreRules.kept(head(open, log), seqs);
      Object ids =
          open.createArrayOf(
              "bigint", kept.stream().map(seq -> LogRows.entryId(log, seq)).toArray());
      Map<Long, StoredEntry> found = new HashMap<>();
      entries(open, "= ANY (?)", ids).forEach(entry -> found.put(entry.seq(), entry));
      List<StoredEntry> ordered = new ArrayList<>(kept.size());
      for (long seq : kept) {
        StoredEntry entry = found.get(seq);
        StoreRules.requireNoHole(log, seq, seq, entry == null ? List.of() : List.of(entry));
        ordered.add(entry);
      }
      return ordered;
    });
  }

  @Override
  public List<LogHead> directory(String query, int limit) throws StoreException {
    return read(open ->
        heads(
            open,
            // position takes the text literally, where LIKE has signs of its own.
            SELECT + "WHERE listed AND position(? IN folded) > 0 ORDER BY turn DESC LIMIT ?",
            StoreRules.folded(query),
            limit));
  }

  @Override
  public List<SharedLog> shared(String reader, int limit) throws StoreException {
    return read(open -> {
      List<SharedLog> shared = new ArrayList<>();
      String mine = "WHERE number IN (SELECT log FROM reader WHERE person = ?)";
      for (LogHead head :
          heads(open, SELECT + mine + " ORDER BY turn DESC LIMIT ?", reader, limit)) {
        shared.add(new SharedLog(head, readers(open, head.log())));
      }
      return shared;
    });
  }

  @Override
  public List<String> readers(long log) throws StoreException {
    return read(open -> readers(open, log));
  }

  @Override
  public void close() {
    Connection old = session;
    session = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException e) {
        // The session is given up either way.
      }
    }
  }

  private static LogHead head(Connection open, long log) throws SQLException {
    return heads(open, SELECT + "WHERE number = ?", log).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no log " + log));
  }

  private static List<LogHead> heads(Connection open, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(open, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      return LogRows.heads(rows);
    }
  }

  private static List<StoredEntry> entries(Connection open, String where, Object... parameters)
      throws SQLException {
    String sql = "SELECT id, time, author, body, cut FROM entry WHERE id " + where;
    List<StoredEntry> found = new ArrayList<>();
    try (PreparedStatement statement = prepare(open, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(LogRows.entry(rows));
      }
    }
    return found;
  }

  private static List<String> readers(Connection open, long log) throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement statement =
            prepare(open, "SELECT person FROM reader WHERE log = ? ORDER BY person", log);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static PreparedStatement prepare(Connection open, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = open.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** One question, one snapshot. */
  private <T> T read(Question<T> question) throws StoreException {
    try {
      Connection open = session;
      if (open == null) {
        open = sessions.openReader();
        session = open;
      }
      T answer = question.ask(open);
      open.commit();
      return answer;
    } catch (SQLException e) {
      close();
      throw new StoreException("cannot read: " + e.getMessage(), true, e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private interface Question<T> {
    T ask(Connection open) throws SQLException;
  }
}
