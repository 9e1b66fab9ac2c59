package chat.parlor.store.postgres;

import chat.parlor.store.StoreException;
import chat.parlor.store.folder.DataFolder;
import chat.parlor.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Copies what a server has in SQLite into an empty PostgreSQL database: rooms, numbers, bytes, keys
 * and epoch stay as they are. All of it in one transaction, which is committed only when both sides
 * were read again and are the same; until then, and after any failure, the database is as it was.
 */
public final class StoreMove {
  private final Progress progress;

  private StoreMove(Progress progress) {
    this.progress = progress;
  }

  /** Where the work stands, for people. */
  public interface Progress {
    /**
     * Work of one kind begins.
     *
     * @param what copying or comparing a table
     */
    void begin(String what, long rows);

    void rows(long more);
  }

  /** What was copied. */
  public record Moved(long rooms, long messages) {}

  /**
   * Copies and compares. The folder's SQLite file is only read.
   *
   * @throws StoreException with one line for the operator: a server runs on the folder, there is
   *     nothing in it, the database is not empty or cannot be used, or both are not the same
   */
  public static Moved run(Path dataFolder, PostgresAddress address, Progress progress)
      throws StoreException {
    if (!SqliteStore.isIn(dataFolder)) {
      throw new StoreException("there is nothing in " + dataFolder, true);
    }
    try (DataFolder folder = DataFolder.open(dataFolder);
        Connection from = SqliteStore.openToRead(folder);
        Connection to = new PostgresSessions(address).openForMove()) {
      PostgresSchema.bring(to, address);
      to.setAutoCommit(false);
      requireEmpty(to, address);
      Moved moved = new StoreMove(progress).move(from, to);
      installationFacts(from, to, folder);
      to.commit();
      return moved;
    } catch (SQLException e) {
      throw PostgresProblem.unopened(address, e);
    } catch (IOException e) {
      throw new StoreException("cannot read the data folder: " + e, true, e);
    }
  }

  private static void requireEmpty(Connection to, PostgresAddress address)
      throws SQLException, StoreException {
    // Locked: no server may begin to use it meanwhile.
    try (Statement statement = to.createStatement()) {
      statement.execute("LOCK TABLE meta, log IN EXCLUSIVE MODE");
    }
    if (!PostgresSessions.ask(to, "SELECT count(*) FROM meta").equals("0")) {
      throw new StoreException(
          address + " is in use already: a copy needs an empty database", true);
    }
  }

  private Moved move(Connection from, Connection to) throws SQLException, StoreException {
    for (MovedTable table : MovedTable.ALL) {
      progress.begin("copying " + table.name(), table.rows(from));
      table.copy(from, to, progress::rows);
    }
    for (MovedTable table : MovedTable.ALL) {
      long rows = table.rows(from);
      progress.begin("comparing " + table.name(), rows * 2);
      boolean same =
          rows == table.rows(to)
              && table.digest(from, progress::rows).equals(table.digest(to, progress::rows));
      if (!same) {
        throw new StoreException(
            "the copies of " + table.name() + " are not the same; nothing was changed", true);
      }
    }
    try (Statement statement = to.createStatement()) {
      statement.execute("SELECT setval('log_number_seq', (SELECT max(number) FROM log))");
      statement.execute("SELECT setval('turn', (SELECT max(turn) FROM log) + 1)");
    }
    MovedTable logs = MovedTable.ALL.getFirst();
    MovedTable entries = MovedTable.ALL.get(2);
    return new Moved(logs.rows(to), entries.rows(to));
  }

  /** The folder goes on with the copy: it knows the same epoch, and a nonce of it. */
  private static void installationFacts(Connection from, Connection to, DataFolder folder)
      throws SQLException, IOException {
    try (Statement statement = from.createStatement();
        ResultSet row = statement.executeQuery("SELECT epoch, secret, nonce FROM meta");
        PreparedStatement meta = to.prepareStatement("INSERT INTO meta VALUES (1, ?, ?)");
        PreparedStatement start = to.prepareStatement("INSERT INTO start VALUES (?)")) {
      row.next();
      meta.setString(1, row.getString(1));
      meta.setBytes(2, row.getBytes(2));
      meta.executeUpdate();
      start.setString(1, row.getString(3));
      start.executeUpdate();
      folder.rememberEpoch(row.getString(1));
    }
  }
}
