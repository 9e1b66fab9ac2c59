package chat.parlor.store.sqlite;

import chat.parlor.store.LogAppend;
import chat.parlor.store.LogHead;
import chat.parlor.store.LogRows;
import chat.parlor.store.NewEntry;
import chat.parlor.store.Sent;
import chat.parlor.store.SentKey;
import chat.parlor.store.StoreRules;
import chat.parlor.store.StoredEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The writable connection and its prepared statements, from one opening to the next. Owned by the
 * thread that writes.
 */
final class WriterSession implements AutoCloseable {
  /** An entry on its way into the tables. */
  record Row(long log, NewEntry entry) {}

  private final Connection connection;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement rollback;
  private final PreparedStatement findByName;
  private final PreparedStatement findByReaders;
  private final PreparedStatement lookup;
  private final PreparedStatement makeLog;
  private final PreparedStatement addReader;
  private final PreparedStatement moveHead;
  private final RowInsert<Row> entries;
  private final RowInsert<Row> keys;

  /** All of the above. */
  private final List<PreparedStatement> statements = new ArrayList<>();

  WriterSession(Connection connection) throws SQLException {
    this.connection = connection;
    // IMMEDIATE: a foreign lock is met here and waited for, not in the middle.
    begin = prepare("BEGIN IMMEDIATE");
    commit = prepare("COMMIT");
    rollback = prepare("ROLLBACK");
    String select = "SELECT " + LogRows.COLUMNS + " FROM log WHERE ";
    findByName = prepare(select + "name = ?");
    findByReaders = prepare(select + "shared = ?");
    lookup = prepare("SELECT seq, time, mac FROM sent WHERE key = ? AND log = ? AND sender = ?");
    makeLog =
        prepare(
            "INSERT INTO log (name, folded, head, listed, shared, turn) VALUES (?, ?, 0, ?, ?, 0)"
                + " RETURNING number");
    addReader = prepare("INSERT INTO reader (log, person) VALUES (?, ?)");
    moveHead = prepare("UPDATE log SET head = ?, turn = ? WHERE number = ?");
    entries = new RowInsert<>(this::prepare, "entry (id, time, author, body, cut)", 5, ENTRY);
    keys = new RowInsert<>(this::prepare, "sent (key, log, sender, seq, time, mac)", 6, KEY);
  }

  /**
   * The same connection with its statements prepared anew: the driver gives up a statement that has
   * failed.
   */
  WriterSession prepareAnew() throws SQLException {
    for (PreparedStatement statement : statements) {
      statement.close();
    }
    return new WriterSession(connection);
  }

  Connection connection() {
    return connection;
  }

  void begin() throws SQLException {
    begin.executeUpdate();
  }

  void commit() throws SQLException {
    commit.executeUpdate();
  }

  void rollback() throws SQLException {
    rollback.executeUpdate();
  }

  Optional<LogHead> find(String name) throws SQLException {
    findByName.setString(1, name);
    try (ResultSet rows = findByName.executeQuery()) {
      return LogRows.firstHead(rows);
    }
  }

  Optional<LogHead> findShared(List<String> readers) throws SQLException {
    findByReaders.setString(1, StoreRules.sharedKey(readers));
    try (ResultSet rows = findByReaders.executeQuery()) {
      return LogRows.firstHead(rows);
    }
  }

  Optional<Sent> lookup(SentKey key) throws SQLException {
    lookup.setString(1, key.key());
    lookup.setLong(2, key.log());
    lookup.setString(3, key.sender());
    try (ResultSet row = lookup.executeQuery()) {
      return row.next()
          ? Optional.of(new Sent(row.getLong(1), row.getLong(2), row.getBytes(3)))
          : Optional.empty();
    }
  }

  /** Makes the log, without an entry yet, and gives its number. */
  long make(LogAppend append) throws SQLException {
    makeLog.setString(1, append.name());
    makeLog.setString(2, StoreRules.folded(append.name()));
    makeLog.setBoolean(3, append.listed());
    if (append.readers().isEmpty()) {
      makeLog.setNull(4, java.sql.Types.VARCHAR);
    } else {
      makeLog.setString(4, StoreRules.sharedKey(append.readers()));
    }
    long number;
    try (ResultSet row = makeLog.executeQuery()) {
      number = row.getLong(1);
    }
    for (String reader : append.readers().stream().distinct().toList()) {
      addReader.setLong(1, number);
      addReader.setString(2, reader);
      addReader.executeUpdate();
    }
    return number;
  }

  void insert(List<Row> rows) throws SQLException {
    entries.insert(rows);
    keys.insert(rows);
  }

  void moveHead(long log, long head, long turn) throws SQLException {
    moveHead.setLong(1, head);
    moveHead.setLong(2, turn);
    moveHead.setLong(3, log);
    moveHead.executeUpdate();
  }

  /** Closes every statement with the connection, whatever state they are in. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statements.add(statement);
    return statement;
  }

  private static final RowInsert.Binder<Row> ENTRY =
      (statement, offset, row) -> {
        StoredEntry entry = row.entry().entry();
        statement.setLong(offset + 1, LogRows.entryId(row.log(), entry.seq()));
        statement.setLong(offset + 2, entry.timeMillis());
        statement.setString(offset + 3, entry.author());
        statement.setBytes(offset + 4, entry.body());
        statement.setString(offset + 5, entry.cut().orElse(null));
      };

  private static final RowInsert.Binder<Row> KEY =
      (statement, offset, row) -> {
        StoredEntry entry = row.entry().entry();
        statement.setString(offset + 1, row.entry().key());
        statement.setLong(offset + 2, row.log());
        statement.setString(offset + 3, entry.author());
        statement.setLong(offset + 4, entry.seq());
        statement.setLong(offset + 5, entry.timeMillis());
        statement.setBytes(offset + 6, row.entry().bodyMac());
      };

  /** The rows of one append, of a log with this number. */
  static List<Row> rows(long log, LogAppend append) {
    List<Row> rows = new ArrayList<>(append.entries().size());
    for (NewEntry entry : append.entries()) {
      rows.add(new Row(log, entry));
    }
    return rows;
  }
}
