package chat.parlor.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How logs lie in the tables of a database; for stores only. */
public final class LogRows {
  public static final String COLUMNS = "number, name, head, floor, scrub, listed";

  /** Bits of an entry's id that number it in its log; those above number the log. */
  private static final int SEQ_BITS = 36;

  private static final long MAX_SEQ = (1L << SEQ_BITS) - 1;
  private static final long MAX_LOG = (1L << (63 - SEQ_BITS)) - 1;

  private LogRows() {}

  public static long entryId(long log, long seq) {
    if (log < 1 || log > MAX_LOG || seq < 0 || seq > MAX_SEQ) {
      throw new IllegalArgumentException("no such place: entry " + seq + " of log " + log);
    }
    return (log << SEQ_BITS) | seq;
  }

  public static long seqOf(long entryId) {
    return entryId & MAX_SEQ;
  }

  public static LogHead head(ResultSet row) throws SQLException {
    return new LogHead(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getBoolean(6));
  }

  public static Optional<LogHead> firstHead(ResultSet rows) throws SQLException {
    return rows.next() ? Optional.of(head(rows)) : Optional.empty();
  }

  public static List<LogHead> heads(ResultSet rows) throws SQLException {
    List<LogHead> heads = new ArrayList<>();
    while (rows.next()) {
      heads.add(head(rows));
    }
    return heads;
  }

  /** An entry from its columns {@code id, time, author, body, cut}. */
  public static StoredEntry entry(ResultSet row) throws SQLException {
    return new StoredEntry(
        seqOf(row.getLong(1)),
        row.getLong(2),
        row.getString(3),
        row.getBytes(4),
        Optional.ofNullable(row.getString(5)));
  }
}
