package chat.parlor.store.postgres;

import chat.parlor.store.StoreException;
import chat.parlor.store.StoreRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the tables to the shape this version works with. Servers that start at once take turns.
 */
final class PostgresSchema {
  /** What the newest script in {@code db/postgres} says in {@code shape}. */
  static final int VERSION = 1;

  private PostgresSchema() {}

  /**
   * Does nothing when the tables are as they should be: Flyway takes longer to look than the rest
   * of the start.
   *
   * @throws StoreException for tables of a newer version, or a database that is not Parlor's
   */
  static void bring(Connection connection, PostgresAddress address)
      throws SQLException, StoreException {
    if (StoreRules.isNewest(version(connection), VERSION, address)) {
      return;
    }
    try {
      Flyway.configure()
          .dataSource(address.url(), address.user(), address.password().orElse(""))
          .jdbcProperties(Map.copyOf(address.tls()))
          .locations("classpath:db/postgres")
          .load()
          .migrate();
    } catch (FlywayException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new StoreException("cannot make the tables in " + address + ": " + first, true, e);
    }
    if (version(connection) != VERSION) {
      throw new IllegalStateException("the newest script of db/postgres does not say " + VERSION);
    }
  }

  private static int version(Connection connection) throws SQLException {
    if (PostgresSessions.ask(connection, "SELECT to_regclass('shape')").equals("null")) {
      return 0;
    }
    return Integer.parseInt(PostgresSessions.ask(connection, "SELECT version FROM shape"));
  }
}
