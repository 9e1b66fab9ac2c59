package chat.parlor.store.sqlite;

import chat.parlor.store.StoreRules;
import chat.parlor.store.folder.DataFolder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Which database this is. Each start leaves a new nonce in the database and in the folder; the
 * folder also knows how many writes the database must hold at least. So a restored copy gives
 * itself away, be it of an earlier start (nonce) or of this one (writes), and gets a new epoch:
 * numbers given since the copy was made will be given again, to other messages.
 *
 * <p>A crash must not look like that. The same database: the folder is told first, and keeps the
 * nonce that the database still has. Another database: the database is told first, so that a crash
 * before the folder knows only makes one more epoch, which nobody has seen.
 *
 * <p>A copy of the whole folder cannot be told apart: whoever puts one back deletes {@code nonce}.
 */
record Identity(String epoch, String nonce, byte[] secret) {
  static Identity establish(Connection connection, DataFolder folder)
      throws SQLException, IOException {
    Identity found = readOrMake(connection);
    long writes = writes(connection);
    boolean neverWritten = writes == 0 && folder.turn() == 0;
    boolean known = folder.nonces().contains(found.nonce) && folder.turn() <= writes;
    Identity now =
        new Identity(
            known || neverWritten ? found.epoch : StoreRules.randomId(),
            StoreRules.randomId(),
            found.secret);
    if (known) {
      folder.remember(List.of(now.nonce, found.nonce));
    }
    now.write(connection);
    folder.turn(writes);
    folder.syncTurn();
    if (!known) {
      folder.remember(List.of(now.nonce));
    }
    return now;
  }

  /** How many writes the database holds, over all logs. */
  static long writes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT max(coalesce((SELECT max(turn) FROM log WHERE listed = 0), 0),
                           coalesce((SELECT max(turn) FROM log WHERE listed = 1), 0))\
                """)) {
      return row.getLong(1);
    }
  }

  /** Whether a database opened anew is still this one. */
  boolean isIn(Connection connection) throws SQLException {
    return read(connection).filter(found -> found.nonce.equals(nonce)).isPresent();
  }

  private static Optional<Identity> read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT epoch, nonce, secret FROM meta")) {
      return row.next()
          ? Optional.of(new Identity(row.getString(1), row.getString(2), row.getBytes(3)))
          : Optional.empty();
    }
  }

  private static Identity readOrMake(Connection connection) throws SQLException {
    Optional<Identity> found = read(connection);
    if (found.isPresent()) {
      return found.get();
    }
    Identity made =
        new Identity(StoreRules.randomId(), StoreRules.randomId(), StoreRules.newSecret());
    made.write(connection);
    return made;
  }

  private void write(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT OR REPLACE INTO meta VALUES (1, ?, ?, ?)")) {
      statement.setString(1, epoch);
      statement.setString(2, nonce);
      statement.setBytes(3, secret);
      statement.executeUpdate();
    }
  }
}
