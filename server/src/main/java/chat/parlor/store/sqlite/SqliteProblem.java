package chat.parlor.store.sqlite;

import chat.parlor.store.StoreException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What an error of SQLite means to somebody who must go on. */
enum SqliteProblem {
  /** Disk full, a foreign lock, a read-only file: undone cleanly, may work later. */
  PASSING,
  /** Two rows of one key: the caller broke the contract. */
  BROKEN_RULE,
  /** Failed reads, writes and syncs, a damaged file, and whatever is not known to be harmless. */
  UNTRUSTWORTHY;

  static SqliteProblem of(SQLException e) {
    return switch (e.getErrorCode()) {
      case 5, 6, 8, 13 -> PASSING; // SQLITE_BUSY, LOCKED, READONLY, FULL
      case 19 -> BROKEN_RULE; // SQLITE_CONSTRAINT
      default -> UNTRUSTWORTHY;
    };
  }

  /** One line for an operator about a database that does not open. */
  static StoreException unopened(SqliteFile file, SQLException e) {
    int code = e.getErrorCode();
    String path = file.path().toString();
    if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return new StoreException(path + " is not a database", true, e);
    }
    if (code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return new StoreException(path + " is damaged: restore a backup", true, e);
    }
    return new StoreException("cannot open " + path + ": " + e.getMessage(), true, e);
  }
}
