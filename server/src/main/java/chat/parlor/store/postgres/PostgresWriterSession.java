package chat.parlor.store.postgres;

import chat.parlor.store.LogAppend;
import chat.parlor.store.LogHead;
import chat.parlor.store.LogRows;
import chat.parlor.store.NewEntry;
import chat.parlor.store.Sent;
import chat.parlor.store.SentKey;
import chat.parlor.store.StoreRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The session that writes: each question commits by itself, unless a transaction was begun. Owned
 * by the thread that writes. The driver keeps prepared what is asked again.
 */
final class PostgresWriterSession implements AutoCloseable {
  private static final String SELECT = "SELECT " + LogRows.COLUMNS + " FROM log WHERE ";

  /** In the order of their numbers, so that no two servers wait for each other. */
  private static final String LOCK = SELECT + "name = ANY (?) ORDER BY number FOR NO KEY UPDATE";

  private static final String LOOKUP =
      "SELECT key, log, sender, seq, time, mac FROM sent"
          + " JOIN unnest(?, ?, ?) AS asked (key, log, sender) USING (key, log, sender)";

  private static final String MAKE =
      "INSERT INTO log (name, folded, head, listed, shared, turn) VALUES (?, ?, 0, ?, ?, 0)"
          + " ON CONFLICT DO NOTHING RETURNING number";

  private static final String INSERT =
      """
      WITH written AS (SELECT nextval('turn') AS turn),
      entries AS (
        INSERT INTO entry (id, time, author, body, cut) SELECT * FROM unnest(?, ?, ?, ?, ?)),
      keys AS (
        INSERT INTO sent (key, log, sender, seq, time, mac)
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?))
      UPDATE log SET head = moved.head, turn = written.turn + moved.place
      FROM written, unnest(?, ?) WITH ORDINALITY AS moved (number, head, place)
      WHERE log.number = moved.number RETURNING log.turn\
      """;

  private final Connection connection;

  PostgresWriterSession(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  void rollback() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  Map<String, LogHead> find(Collection<String> names) throws SQLException {
    return heads(SELECT + "name = ANY (?)", names);
  }

  /** The same, and nobody else moves them before this transaction is over. */
  Map<String, LogHead> lock(Collection<String> names) throws SQLException {
    return heads(LOCK, names);
  }

  private Map<String, LogHead> heads(String sql, Collection<String> names) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", names.toArray()));
      Map<String, LogHead> heads = new LinkedHashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        LogRows.heads(rows).forEach(head -> heads.put(head.name(), head));
      }
      return heads;
    }
  }

  Optional<LogHead> findShared(List<String> readers) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT + "shared = ?")) {
      statement.setString(1, StoreRules.sharedKey(readers));
      try (ResultSet rows = statement.executeQuery()) {
        return LogRows.firstHead(rows);
      }
    }
  }

  Map<SentKey, Sent> lookup(List<SentKey> keys) throws SQLException {
    Map<SentKey, Sent> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(LOOKUP)) {
      Columns columns = new Columns(connection, statement);
      columns.texts(keys.stream().map(SentKey::key));
      columns.longs(keys.stream().mapToLong(SentKey::log));
      columns.texts(keys.stream().map(SentKey::sender));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(
              new SentKey(rows.getString(1), rows.getLong(2), rows.getString(3)),
              new Sent(rows.getLong(4), rows.getLong(5), rows.getBytes(6)));
        }
      }
    }
    return found;
  }

  /**
   * Makes the log, without an entry yet, and gives its number. Waits for whoever is making it;
   * empty when he did, or made another one for the same readers.
   */
  OptionalLong make(LogAppend append) throws SQLException {
    long number;
    try (PreparedStatement statement = connection.prepareStatement(MAKE)) {
      statement.setString(1, append.name());
      statement.setString(2, StoreRules.folded(append.name()));
      statement.setBoolean(3, append.listed());
      statement.setString(
          4, append.readers().isEmpty() ? null : StoreRules.sharedKey(append.readers()));
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return OptionalLong.empty();
        }
        number = row.getLong(1);
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO reader (log, person) VALUES (?, ?)")) {
      for (String reader : append.readers().stream().distinct().toList()) {
        statement.setLong(1, number);
        statement.setString(2, reader);
        statement.executeUpdate();
      }
    }
    return OptionalLong.of(number);
  }

  /** Entries, keys and heads in one statement; gives the highest turn of these writes. */
  long insert(List<LogHead> heads, List<LogAppend> appends) throws SQLException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      long log = heads.get(i).log();
      appends.get(i).entries().forEach(entry -> rows.add(new Row(log, entry)));
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      Columns columns = new Columns(connection, statement);
      columns.longs(rows.stream().mapToLong(Row::id));
      columns.longs(rows.stream().mapToLong(row -> row.entry.entry().timeMillis()));
      columns.texts(rows.stream().map(row -> row.entry.entry().author()));
      columns.bytes(rows.stream().map(row -> row.entry.entry().body()));
      columns.texts(rows.stream().map(row -> row.entry.entry().cut().orElse(null)));
      columns.texts(rows.stream().map(row -> row.entry.key()));
      columns.longs(rows.stream().mapToLong(Row::log));
      columns.texts(rows.stream().map(row -> row.entry.entry().author()));
      columns.longs(rows.stream().mapToLong(row -> row.entry.entry().seq()));
      columns.longs(rows.stream().mapToLong(row -> row.entry.entry().timeMillis()));
      columns.bytes(rows.stream().map(row -> row.entry.bodyMac()));
      columns.longs(heads.stream().mapToLong(LogHead::log));
      columns.longs(heads.stream().mapToLong(LogHead::head));
      long highest = 0;
      try (ResultSet turns = statement.executeQuery()) {
        while (turns.next()) {
          highest = Math.max(highest, turns.getLong(1));
        }
      }
      return highest;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The session is given up either way.
    }
  }

  private record Row(long log, NewEntry entry) {
    long id() {
      return LogRows.entryId(log, entry.entry().seq());
    }
  }
}
