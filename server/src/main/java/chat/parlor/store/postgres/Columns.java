package chat.parlor.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Binds whole columns as arrays, one parameter after the other: so a statement is the same for any
 * number of rows.
 */
final class Columns {
  private final Connection connection;
  private final PreparedStatement statement;
  private int parameter;

  Columns(Connection connection, PreparedStatement statement) {
    this.connection = connection;
    this.statement = statement;
  }

  void longs(LongStream column) throws SQLException {
    bind("bigint", column.boxed().toArray());
  }

  void flags(Stream<Boolean> column) throws SQLException {
    bind("boolean", column.toArray());
  }

  void texts(Stream<@Nullable String> column) throws SQLException {
    bind("text", column.toArray());
  }

  void bytes(Stream<byte[]> column) throws SQLException {
    bind("bytea", column.toArray(byte[][]::new));
  }

  private void bind(String type, @Nullable Object[] values) throws SQLException {
    statement.setArray(++parameter, connection.createArrayOf(type, values));
  }
}
