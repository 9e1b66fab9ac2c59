package chat.parlor.faults;

import chat.parlor.e2e.ParlorProcess;
import chat.parlor.e2e.Probe;
import chat.parlor.history.History;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything that a room holds, on each of the ways there are. */
final class ReadBack {
  private static final JsonMapper JSON = new JsonMapper();

  /** Requests that one connection may make at once are 200. */
  private static final int PAGES_PER_CONNECTION = 150;

  private ReadBack() {}

  static long head(int port, String room) {
    try (Probe probe = open(port)) {
      probe.say("{\"type\":\"join\",\"room\":\"%s\"}".formatted(room));
      return probe.await("joined").path("head").asLong();
    }
  }

  /** A subscription from 0. */
  static void byResuming(int port, String room, History history) {
    try (Probe probe = open(port)) {
      probe.say("{\"type\":\"join\",\"room\":\"%s\",\"after\":0}".formatted(room));
      long head = probe.await("joined").path("head").asLong();
      for (long seq = 0; seq < head; ) {
        JsonNode entry = probe.await("chat");
        history.readBack("resume", Recorded.shown(entry));
        seq = entry.path("seq").asLong();
      }
    }
  }

  /** Page after page of {@code history}. */
  static void byHistory(int port, String room, History history) {
    long after = 0;
    long head = 1;
    while (after < head) {
      try (Probe probe = open(port)) {
        for (int page = 0; page < PAGES_PER_CONNECTION && after < head; page++) {
          probe.say(
              "{\"type\":\"history\",\"room\":\"%s\",\"after\":%d,\"limit\":100}"
                  .formatted(room, after));
          JsonNode answer = probe.await("history");
          for (JsonNode entry : answer.path("entries")) {
            history.readBack("history", Recorded.shown(entry));
            after = entry.path("seq").asLong();
          }
          head = answer.path("head").asLong();
          if (answer.path("entries").isEmpty() && after < head) {
            return; // the checker will miss the rest
          }
        }
      }
    }
  }

  /** The rows of the database, past all code of the server. */
  static void fromTheDatabase(ParlorProcess server, History history) {
    try (Connection connection = server.database();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT body FROM entry ORDER BY id")) {
      while (rows.next()) {
        String body = new String(rows.getBytes(1), StandardCharsets.UTF_8);
        history.readBack("database", Recorded.shown(JSON.readTree(body)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Probe open(int port) {
    return Probe.open(port, "/ws", "Sec-WebSocket-Protocol: parlor.v1");
  }
}
