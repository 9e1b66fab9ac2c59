package chat.parlor.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/**
 * Inserts rows many to a statement, since most of a single insert is the way to SQLite and back.
 */
final class RowInsert<R> {
  /** Binds one row's columns, the first at {@code offset + 1}. */
  interface Binder<R> {
    void bind(PreparedStatement statement, int offset, R row) throws SQLException;
  }

  /** Who owns the statements. */
  interface Preparing {
    PreparedStatement prepare(String sql) throws SQLException;
  }

  private static final int WIDTH = 16;

  private final int columns;
  private final Binder<R> binder;
  private final PreparedStatement one;
  private final PreparedStatement many;

  RowInsert(Preparing preparing, String table, int columns, Binder<R> binder) throws SQLException {
    this.columns = columns;
    this.binder = binder;
    this.one = preparing.prepare(sql(table, columns, 1));
    this.many = preparing.prepare(sql(table, columns, WIDTH));
  }

  void insert(List<R> rows) throws SQLException {
    int next = 0;
    while (rows.size() - next >= WIDTH) {
      for (int i = 0; i < WIDTH; i++) {
        binder.bind(many, i * columns, rows.get(next++));
      }
      many.executeUpdate();
    }
    while (next < rows.size()) {
      binder.bind(one, 0, rows.get(next++));
      one.executeUpdate();
    }
  }

  private static String sql(String table, int columns, int rows) {
    String row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
    return "INSERT INTO " + table + " VALUES " + String.join(", ", Collections.nCopies(rows, row));
  }
}
