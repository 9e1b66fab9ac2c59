package chat.parlor.store.postgres;

import chat.parlor.store.Hints;
import chat.parlor.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hints by NOTIFY and LISTEN, each in a session of its own and after the commit they tell of: a
 * commit that notifies waits for all others that do.
 *
 * <p>One hint a line: the head, a space, the log's name.
 */
final class PostgresHints implements Hints {
  private static final String CHANNEL = "parlor_heads";

  /** PostgreSQL takes less than 8,000 bytes at once. */
  private static final int PAYLOAD_BYTES = 7_900;

  private final PostgresSessions sessions;

  /** Owner: the telling thread. Null while there is none. */
  private @Nullable Connection telling;

  /** Owner: the listening thread. Null while there is none. */
  private @Nullable Connection listening;

  PostgresHints(PostgresSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void tell(List<Hint> hints) throws StoreException {
    try {
      Connection open = telling;
      if (open == null) {
        open = sessions.openForHints();
        telling = open;
      }
      try (PreparedStatement statement = open.prepareStatement("SELECT pg_notify(?, ?)")) {
        for (String payload : payloads(hints)) {
          statement.setString(1, CHANNEL);
          statement.setString(2, payload);
          statement.executeQuery().close();
        }
      }
    } catch (SQLException e) {
      telling = dropped(telling);
      throw new StoreException("cannot tell other servers: " + e.getMessage(), true, e);
    }
  }

  @Override
  public List<Hint> await(Duration atMost) throws StoreException {
    try {
      Connection open = listening;
      if (open == null) {
        open = sessions.openForHints();
        listening = open;
        try (Statement statement = open.createStatement()) {
          statement.execute("LISTEN " + CHANNEL);
        }
      }
      PGNotification[] told =
          open.unwrap(PGConnection.class).getNotifications(Math.toIntExact(atMost.toMillis()));
      List<Hint> hints = new ArrayList<>();
      for (PGNotification each : told == null ? new PGNotification[0] : told) {
        each.getParameter().lines().forEach(line -> add(hints, line));
      }
      return hints;
    } catch (SQLException e) {
      listening = dropped(listening);
      throw new StoreException("cannot hear other servers: " + e.getMessage(), true, e);
    }
  }

  /** Ends both; a thread that is waiting finds its session closed. */
  @Override
  public void close() {
    dropped(telling);
    dropped(listening);
  }

  private static List<String> payloads(List<Hint> hints) {
    List<String> payloads = new ArrayList<>();
    StringBuilder payload = new StringBuilder();
    int bytes = 0;
    for (Hint hint : hints) {
      String line = hint.head() + " " + hint.name() + "\n";
      int more = line.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + more > PAYLOAD_BYTES) {
        payloads.add(payload.toString());
        payload.setLength(0);
        bytes = 0;
      }
      payload.append(line);
      bytes += more;
    }
    payloads.add(payload.toString());
    return payloads;
  }

  /** What somebody else said on our channel is no hint. */
  private static void add(List<Hint> hints, String line) {
    int space = line.indexOf(' ');
    if (space > 0 && line.chars().limit(space).allMatch(sign -> sign >= '0' && sign <= '9')) {
      hints.add(new Hint(line.substring(space + 1), Long.parseLong(line, 0, space, 10)));
    }
  }

  private static @Nullable Connection dropped(@Nullable Connection session) {
    if (session != null) {
      try {
        session.close();
      } catch (SQLException e) {
        // The session is given up either way.
      }
    }
    return null;
  }
}
