package chat.parlor.store.sqlite;

import chat.parlor.store.StoreException;
import chat.parlor.store.StoreRules;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to the shape this version works with. */
final class Schema {
  /** What the newest script in {@code db/sqlite} sets as {@code user_version}. */
  static final int VERSION = 1;

  private Schema() {}

  /**
   * Does nothing when the tables are as they should be: Flyway takes longer to look than the rest
   * of the start.
   *
   * @throws StoreException for tables of a newer version, or a database that is not Parlor's
   */
  static void bring(Connection connection, SqliteFile file) throws SQLException, StoreException {
    if (StoreRules.isNewest(version(connection), VERSION, file.path())) {
      return;
    }
    try {
      Flyway.configure()
          .dataSource(file.url(), "", "")
          .locations("classpath:db/sqlite")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          "cannot make the tables in " + file.path() + ": " + firstLine(e), true, e);
    }
    if (version(connection) != VERSION) {
      throw new IllegalStateException("the newest script of db/sqlite does not set " + VERSION);
    }
  }

  private static int version(Connection connection) throws SQLException {
    return Integer.parseInt(SqliteFile.pragma(connection, "user_version"));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
