package chat.parlor.store.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** Opens sessions of one database, with settings that are read back and not believed. */
record PostgresSessions(PostgresAddress address) {

  /** At the start there is time to connect. */
  private static final int START_SECONDS = 15;

  /** Later there is less. */
  private static final int CONNECT_SECONDS = 2;

  /** The writer's messages are refused only when this is over, on top of the answer's time. */
  private static final int REOPEN_SECONDS = 1;

  /** An answer that takes longer is not waited for; whether it was done is looked up. */
  private static final int ANSWER_MILLIS = 2_500;

  /** A row that is locked for longer is held by somebody frozen. */
  private static final int LOCK_MILLIS = 2_000;

  /** PostgreSQL ends a transaction in which nothing happens for so long: somebody froze in it. */
  private static final int IDLE_MILLIS = 5_000;

  private static final String SETTINGS =
      """
      SET synchronous_commit = on;
      SET lock_timeout = %d;
      SET idle_in_transaction_session_timeout = %d;
      SET tcp_user_timeout = '5s';
      SET tcp_keepalives_idle = 5;
      SET tcp_keepalives_interval = 2;
      SET tcp_keepalives_count = 3;
      """
          .formatted(LOCK_MILLIS, IDLE_MILLIS);

  /** A session that commits each statement by itself, for a server that starts. */
  Connection openFirst() throws SQLException {
    return open("parlor writer", START_SECONDS);
  }

  /** The same, for one that has lost it. */
  Connection openWriter() throws SQLException {
    return open("parlor writer", REOPEN_SECONDS);
  }

  /** A session for one long transaction that nobody waits for. */
  Connection openForMove() throws SQLException {
    Connection connection = open("parlor move-store", START_SECONDS);
    set(connection, "SET idle_in_transaction_session_timeout = 0");
    connection.setNetworkTimeout(Runnable::run, 0);
    return connection;
  }

  /** A session whose every transaction is one snapshot, and cannot write. */
  Connection openReader() throws SQLException {
    Connection connection = open("parlor reader", CONNECT_SECONDS);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    return connection;
  }

  /** A session for what may be lost. */
  Connection openForHints() throws SQLException {
    Connection connection = open("parlor hints", CONNECT_SECONDS);
    set(connection, "SET synchronous_commit = off");
    return connection;
  }

  private Connection open(String name, int connectSeconds) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(address.tls());
    properties.setProperty("user", address.user());
    address.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("ApplicationName", name);
    properties.setProperty("connectTimeout", String.valueOf(connectSeconds));
    properties.setProperty("loginTimeout", String.valueOf(connectSeconds));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty("preparedStatementCacheQueries", "64");
    Connection connection = DriverManager.getConnection(address.url(), properties);
    try {
      connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
      set(connection, SETTINGS);
      for (Demand demand : DEMANDS) {
        demand.check(connection);
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void set(Connection connection, String settings) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings);
    }
  }

  /** What must hold, or a message that was acknowledged could be lost or garbled. */
  private record Demand(String question, String answer, String otherwise) {
    void check(Connection connection) throws SQLException {
      String found = ask(connection, question);
      if (!found.equals(answer)) {
        throw new SQLException(otherwise + " (" + question + " gives " + found + ")");
      }
    }
  }

  private static final List<Demand> DEMANDS =
      List.of(
          new Demand(
              "SHOW synchronous_commit", "on", "what was acknowledged would be lost in a crash"),
          new Demand("SHOW fsync", "on", "what was acknowledged would be lost in a power cut"),
          new Demand("SHOW server_encoding", "UTF8", "the database cannot hold every text"),
          new Demand("SELECT pg_is_in_recovery()", "f", "this server is a replica"));

  static String ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }
}
