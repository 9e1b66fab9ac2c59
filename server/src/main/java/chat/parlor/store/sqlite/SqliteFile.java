package chat.parlor.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** Opens connections to one database file, with settings that are read back and not believed. */
record SqliteFile(Path path) {
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int CHECKPOINT_TIMEOUT_MILLIS = 100;

  Path writeAheadLog() {
    return path.resolveSibling(path.getFileName() + "-wal");
  }

  String url() {
    return "jdbc:sqlite:" + path;
  }

  /** The only connection that writes entries. */
  Connection openWriter() throws SQLException {
    Connection connection = open(false, BUSY_TIMEOUT_MILLIS);
    return set(
        connection,
        List.of(
            new Setting("journal_mode", "WAL", "wal"),
            new Setting("synchronous", "FULL", "2"),
            new Setting("secure_delete", "ON", "1"),
            new Setting("foreign_keys", "ON", "1"),
            // Checkpoints run beside the writer, not in the middle of somebody's commit.
            new Setting("wal_autocheckpoint", "0", "0"),
            new Setting("temp_store", "MEMORY", "2"),
            new Setting("cache_size", "-32768", "-32768")));
  }

  /** Moves pages from the write-ahead log into the database; waits only briefly for others. */
  Connection openCheckpointer() throws SQLException {
    Connection connection = open(false, CHECKPOINT_TIMEOUT_MILLIS);
    return set(
        connection,
        List.of(
            new Setting("synchronous", "FULL", "2"),
            new Setting("secure_delete", "ON", "1"),
            new Setting("wal_autocheckpoint", "0", "0")));
  }

  Connection openReader() throws SQLException {
    Connection connection = open(true, BUSY_TIMEOUT_MILLIS);
    return set(
        connection,
        List.of(
            new Setting("query_only", "ON", "1"),
            new Setting("temp_store", "MEMORY", "2"),
            new Setting("cache_size", "-4096", "-4096")));
  }

  /** What a pragma answers, as text. */
  static String pragma(Connection connection, String pragma) throws SQLException {
    return value(connection, "PRAGMA " + pragma);
  }

  /** The first value that a question answers, as text. */
  static String value(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  private Connection open(boolean readOnly, int busyTimeoutMillis) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(busyTimeoutMillis);
    return config.createConnection(url());
  }

  private static Connection set(Connection connection, List<Setting> settings) throws SQLException {
    try {
      for (Setting setting : settings) {
        setting.apply(connection);
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private record Setting(String name, String value, String readBack) {

    void apply(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA " + name + "=" + value);
      }
      String found = pragma(connection, name);
      if (!found.equals(readBack)) {
        throw new SQLException(name + " is " + found + " where " + readBack + " is needed");
      }
    }
  }
}
