package chat.parlor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rooms by the thousand. */
class ManyRoomsTest {
  private static final int ROOMS = 9_990;
  private static final int PER_CONNECTION = 999;
  private static final int PER_FRAME = 100;

  @TempDir Path folder;

  @Test
  void tenThousandMadeUpNamesJoinedLeaveTheDatabaseAsItWas() throws IOException, SQLException {
    try (ParlorProcess server = ParlorProcess.in(folder).withoutLimits().start();
        Crowd crowd = new Crowd(server.port())) {
      say(server, "lobby", "so that there is something");
      String before = database(server);
      joinAll(crowd);
      assertThat(database(server)).isEqualTo(before);
      assertThat(server.metric("parlor_rooms_open")).isGreaterThanOrEqualTo(ROOMS);
      java.util.List.copyOf(crowd.members()).forEach(Crowd.Member::leave);
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> server.metric("parlor_rooms_open") < 5);
      assertThat(database(server)).isEqualTo(before);
    }
  }

  @Test
  void tenThousandRoomsWithAReaderEachWorkAndCostLittle() {
    try (ParlorProcess server = ParlorProcess.in(folder).withoutLimits().start();
        Crowd crowd = new Crowd(server.port())) {
      say(server, "lobby", "so that everything is loaded");
      long before = heap(server);
      joinAll(crowd);
      long each = (heap(server) - before) / ROOMS;
      System.out.println("heap per room with one reader: " + each + " bytes");
      assertThat(each).as("bytes of heap per room").isLessThan(2_048);
      for (int room = 0; room < ROOMS; room += 997) {
        say(server, "made up " + room, "hello");
      }
      assertThat(crowd.readUntil(() -> entries(crowd) == 11, 10_000)).isTrue();
    }
  }

  /** Ten connections with a thousand rooms each. */
  private static void joinAll(Crowd crowd) {
    for (int first = 0; first < ROOMS; first += PER_CONNECTION) {
      Crowd.Member member = crowd.join("/ws?name=wanderer", -1);
      for (int from = first; from < first + PER_CONNECTION; from += PER_FRAME) {
        String names =
            IntStream.range(from, Math.min(from + PER_FRAME, first + PER_CONNECTION))
                .mapToObj(i -> "\"made up " + i + '"')
                .collect(Collectors.joining(","));
        member.say("{\"type\":\"join\",\"rooms\":[" + names + "]}");
      }
      assertThat(crowd.readUntil(() -> member.joins == PER_CONNECTION + 1, 30_000)).isTrue();
    }
  }

  private static long entries(Crowd crowd) {
    return crowd.members().stream().mapToLong(member -> member.entries).sum();
  }

  /** Heap in use after a full collection. */
  private static long heap(ParlorProcess server) {
    try {
      String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      Process collect =
          new ProcessBuilder(jcmd, Long.toString(server.pid()), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String histogram = new String(collect.getInputStream().readAllBytes(), UTF_8);
      String total = histogram.lines().filter(line -> line.startsWith("Total")).findFirst().get();
      return Long.parseLong(total.strip().split("\\s+", -1)[2]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(ParlorProcess server, String room, String text) {
    try (Probe probe = Probe.open(server.port(), "/ws?room=" + room.replace(" ", "%20"))) {
      probe.await("joined");
      probe.say(text);
      probe.await("ack");
    }
  }

  /** Rows of every table, and the sizes of the files. */
  private static String database(ParlorProcess server) throws IOException, SQLException {
    StringBuilder facts = new StringBuilder();
    if (Files.exists(server.data().resolve("parlor.db"))) {
      for (String name : new String[] {"parlor.db", "parlor.db-wal"}) {
        facts.append(name).append(' ').append(Files.size(server.data().resolve(name))).append('\n');
      }
    }
    try (Connection connection = server.database();
        Statement statement = connection.createStatement()) {
      for (String table : new String[] {"log", "entry", "sent", "reader"}) {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
          count.next();
          facts.append(table).append(' ').append(count.getLong(1)).append('\n');
        }
      }
    }
    return facts.toString();
  }
}
