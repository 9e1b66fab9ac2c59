package chat.parlor.store.postgres;

import chat.parlor.store.StoreException;
import java.sql.SQLException;

/** What an error of PostgreSQL means to somebody who must go on (Appendix A of its manual). */
enum PostgresProblem {
  /** A lock, a deadlock, a full disk: undone cleanly, may work later. */
  PASSING,
  /** Two rows of one key: the caller broke the contract. */
  BROKEN_RULE,
  /** The session is gone or nobody knows: what was under way is to be looked up. */
  UNTRUSTWORTHY;

  static PostgresProblem of(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("23")) {
      return BROKEN_RULE;
    }
    return switch (state) {
      case "55P03", "40P01", "40001", "57014" -> PASSING;
      default -> state.startsWith("53") && !state.equals("53300") ? PASSING : UNTRUSTWORTHY;
    };
  }

  /** One line for an operator about a database that cannot be used. */
  static StoreException unopened(PostgresAddress address, SQLException e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new StoreException("cannot use " + address + ": " + first, true, e);
  }
}
