package chat.parlor.store.postgres;

import chat.parlor.store.StoreRules;
import chat.parlor.store.folder.DataFolder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Which database this is, for servers that share it. Each start leaves a new nonce in the database
 * and in the server's folder. A database that has this folder's epoch but not its nonce, or fewer
 * writes than the folder has seen, is a copy put back: numbers given since it was made will be
 * given again, to other messages. Whoever notices first gives it a new epoch; the others meet an
 * epoch they have never seen, and take it over.
 *
 * <p>An empty folder is a server that joins. So whoever puts a copy back keeps at least one folder.
 */
record PostgresIdentity(String epoch, String nonce, byte[] secret) {

  static PostgresIdentity establish(Connection connection, DataFolder folder)
      throws SQLException, IOException {
    connection.setAutoCommit(false); // whoever fails here closes the session, and all is undone
    insertOnce(connection);
    PostgresIdentity now = decide(connection, folder);
    folder.rememberEpoch(now.epoch);
    List<String> before = folder.nonces();
    List<String> both = new ArrayList<>(List.of(now.nonce));
    before.stream().limit(1).forEach(both::add);
    folder.remember(both); // first the folder: a crash in between leaves a nonce both know
    now.write(connection, before);
    connection.commit();
    connection.setAutoCommit(true);
    folder.turn(turn(connection));
    folder.syncTurn();
    return now;
  }

  /** Whether a session opened anew is still in this database, and the database not older. */
  boolean isIn(Connection connection, long turn) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT 1 FROM meta, start WHERE epoch = ? AND nonce = ?")) {
      statement.setString(1, epoch);
      statement.setString(2, nonce);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && turn(connection) >= turn;
      }
    }
  }

  /** The turn of the newest write; 0 when there is none. */
  static long turn(Connection connection) throws SQLException {
    return Long.parseLong(
        PostgresSessions.ask(connection, "SELECT coalesce(max(turn), 0) FROM log"));
  }

  private static void insertOnce(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO meta VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING")) {
      statement.setString(1, StoreRules.randomId());
      statement.setBytes(2, StoreRules.newSecret());
      statement.executeUpdate();
    }
  }

  private static PostgresIdentity decide(Connection connection, DataFolder folder)
      throws SQLException, IOException {
    // The row's lock makes servers that start at once take turns.
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT epoch, secret FROM meta FOR UPDATE")) {
      row.next();
      String found = row.getString(1);
      byte[] secret = row.getBytes(2);
      boolean known = knows(connection, folder.nonces());
      boolean stale = known ? folder.turn() > turn(connection) : folder.epochs().contains(found);
      return new PostgresIdentity(
          stale ? StoreRules.randomId() : found, StoreRules.randomId(), secret);
    }
  }

  private static boolean knows(Connection connection, List<String> nonces) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT 1 FROM start WHERE nonce = ANY (?)")) {
      statement.setArray(1, connection.createArrayOf("text", nonces.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private void write(Connection connection, List<String> before) throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement("UPDATE meta SET epoch = ? WHERE epoch <> ?");
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM start WHERE nonce = ANY (?)");
        PreparedStatement insert = connection.prepareStatement("INSERT INTO start VALUES (?)")) {
      update.setString(1, epoch);
      update.setString(2, epoch);
      update.executeUpdate();
      delete.setArray(1, connection.createArrayOf("text", before.toArray()));
      delete.executeUpdate();
      insert.setString(1, nonce);
      insert.executeUpdate();
    }
  }
}
