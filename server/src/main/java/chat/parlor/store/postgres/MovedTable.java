package chat.parlor.store.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table that both databases have, with the same columns.
 *
 * @param order columns that sort its rows alike in both
 */
record MovedTable(String name, String order, List<Column> columns) {
  private static final int ROWS_AT_ONCE = 1_000;

  /** A column and what is in it. */
  record Column(String name, Type type) {}

  enum Type {
    NUMBER,
    FLAG,
    TEXT,
    BYTES;

    @Nullable Object read(ResultSet row, int column) throws SQLException {
      return switch (this) {
        case NUMBER -> row.getLong(column);
        case FLAG -> row.getBoolean(column);
        case TEXT -> row.getString(column);
        case BYTES -> row.getBytes(column);
      };
    }
  }

  /** In an order in which one may refer to those before it. */
  static final List<MovedTable> ALL =
      List.of(
          new MovedTable(
              "log",
              "number",
              List.of(
                  new Column("number", Type.NUMBER),
                  new Column("name", Type.TEXT),
                  new Column("folded", Type.TEXT),
                  new Column("head", Type.NUMBER),
                  new Column("floor", Type.NUMBER),
                  new Column("scrub", Type.NUMBER),
                  new Column("listed", Type.FLAG),
                  new Column("shared", Type.TEXT),
                  new Column("turn", Type.NUMBER))),
          new MovedTable(
              "reader",
              "person, log",
              List.of(new Column("person", Type.TEXT), new Column("log", Type.NUMBER))),
          new MovedTable(
              "entry",
              "id",
              List.of(
                  new Column("id", Type.NUMBER),
                  new Column("time", Type.NUMBER),
                  new Column("author", Type.TEXT),
                  new Column("body", Type.BYTES),
                  new Column("cut", Type.TEXT))),
          new MovedTable(
              "sent",
              "key, log, sender",
              List.of(
                  new Column("key", Type.TEXT),
                  new Column("log", Type.NUMBER),
                  new Column("sender", Type.TEXT),
                  new Column("seq", Type.NUMBER),
                  new Column("time", Type.NUMBER),
                  new Column("mac", Type.BYTES))));

  /** Told of each batch of rows. */
  interface Counter {
    void rows(long more);
  }

  long rows(Connection connection) throws SQLException {
    return Long.parseLong(PostgresSessions.ask(connection, "SELECT count(*) FROM " + name));
  }

  void copy(Connection from, Connection to, Counter counter) throws SQLException {
    List<List<@Nullable Object>> batch = new ArrayList<>();
    try (PreparedStatement insert = to.prepareStatement(insertion());
        Statement statement = from.createStatement();
        ResultSet rows = statement.executeQuery(selection())) {
      while (rows.next()) {
        batch.add(read(rows));
        if (batch.size() == ROWS_AT_ONCE) {
          write(insert, batch, counter);
        }
      }
      write(insert, batch, counter);
    }
  }

  private void write(PreparedStatement insert, List<List<@Nullable Object>> batch, Counter counter)
      throws SQLException {
    Columns parameters = new Columns(insert.getConnection(), insert);
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      Stream<@Nullable Object> values = batch.stream().map(row -> row.get(column));
      switch (columns.get(i).type) {
        case NUMBER -> parameters.longs(values.mapToLong(Long.class::cast));
        case FLAG -> parameters.flags(values.map(Boolean.class::cast));
        case TEXT -> parameters.texts(values.map(String.class::cast));
        case BYTES -> parameters.bytes(values.map(byte[].class::cast));
      }
    }
    insert.executeUpdate();
    counter.rows(batch.size());
    batch.clear();
  }

  /** SHA-256 over all rows in their order: the same for the same content in either database. */
  String digest(Connection connection, Counter counter) throws SQLException {
    MessageDigest digest = sha256();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE); // PostgreSQL would give all of them at once
      try (ResultSet rows = statement.executeQuery(selection())) {
        while (rows.next()) {
          read(rows).forEach(value -> update(digest, value));
          counter.rows(1);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, @Nullable Object value) {
    byte[] bytes =
        switch (value) {
          case null -> null;
          case byte[] it -> it;
          default -> value.toString().getBytes(StandardCharsets.UTF_8);
        };
    digest.update(
        ByteBuffer.allocate(Integer.BYTES).putInt(bytes == null ? -1 : bytes.length).flip());
    if (bytes != null) {
      digest.update(bytes);
    }
  }

  private List<@Nullable Object> read(ResultSet row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      values.add(columns.get(i).type.read(row, i + 1));
    }
    return values;
  }

  private String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  private String selection() {
    return "SELECT " + names() + " FROM " + name + " ORDER BY " + order;
  }

  private String insertion() {
    return "INSERT INTO "
        + name
        + " ("
        + names()
        + ") SELECT * FROM unnest("
        + String.join(", ", Collections.nCopies(columns.size(), "?"))
        + ")";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
