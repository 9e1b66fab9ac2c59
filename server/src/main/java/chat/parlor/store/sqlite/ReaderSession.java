package chat.parlor.store.sqlite;

import chat.parlor.store.LogHead;
import chat.parlor.store.LogRows;
import chat.parlor.store.StoredEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A read-only connection and its prepared statements, from one opening to the next. */
final class ReaderSession implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement findByName;
  private final PreparedStatement findByNumber;
  private final PreparedStatement entries;
  private final PreparedStatement directory;
  private final PreparedStatement shared;
  private final PreparedStatement readers;

  ReaderSession(Connection connection) throws SQLException {
    this.connection = connection;
    String select = "SELECT " + LogRows.COLUMNS + " FROM log ";
    try {
      begin = connection.prepareStatement("BEGIN");
      commit = connection.prepareStatement("COMMIT");
      findByName = connection.prepareStatement(select + "WHERE name = ?");
      findByNumber = connection.prepareStatement(select + "WHERE number = ?");
      entries =
          connection.prepareStatement(
              "SELECT id, time, author, body, cut FROM entry WHERE id BETWEEN ? AND ? ORDER BY id");
      directory =
          connection.prepareStatement(
              // instr takes the text literally, where LIKE has signs of its own.
              select + "WHERE listed = 1 AND instr(folded, ?) > 0 ORDER BY turn DESC LIMIT ?");
      shared =
          connection.prepareStatement(
              select
                  + "WHERE number IN (SELECT log FROM reader WHERE person = ?)"
                  + " ORDER BY turn DESC LIMIT ?");
      readers =
          connection.prepareStatement("SELECT person FROM reader WHERE log = ? ORDER BY person");
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  void begin() throws SQLException {
    begin.executeUpdate();
  }

  void commit() throws SQLException {
    commit.executeUpdate();
  }

  Optional<LogHead> find(String name) throws SQLException {
    findByName.setString(1, name);
    try (ResultSet rows = findByName.executeQuery()) {
      return LogRows.firstHead(rows);
    }
  }

  Optional<LogHead> head(long log) throws SQLException {
    findByNumber.setLong(1, log);
    try (ResultSet rows = findByNumber.executeQuery()) {
      return LogRows.firstHead(rows);
    }
  }

  List<StoredEntry> entries(long log, long from, long to) throws SQLException {
    entries.setLong(1, LogRows.entryId(log, from));
    entries.setLong(2, LogRows.entryId(log, to));
    List<StoredEntry> found = new ArrayList<>();
    try (ResultSet rows = entries.executeQuery()) {
      while (rows.next()) {
        found.add(LogRows.entry(rows));
      }
    }
    return found;
  }

  List<LogHead> directory(String folded, int limit) throws SQLException {
    directory.setString(1, folded);
    directory.setInt(2, limit);
    try (ResultSet rows = directory.executeQuery()) {
      return LogRows.heads(rows);
    }
  }

  List<LogHead> shared(String person, int limit) throws SQLException {
    shared.setString(1, person);
    shared.setInt(2, limit);
    try (ResultSet rows = shared.executeQuery()) {
      return LogRows.heads(rows);
    }
  }

  List<String> readers(long log) throws SQLException {
    readers.setLong(1, log);
    List<String> found = new ArrayList<>();
    try (ResultSet rows = readers.executeQuery()) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
