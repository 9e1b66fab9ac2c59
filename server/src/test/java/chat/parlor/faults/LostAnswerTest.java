package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.parlor.databases.PostgresProxy;
import chat.parlor.databases.PostgresProxy.Commits;
import chat.parlor.databases.PostgresServer;
import chat.parlor.e2e.ParlorProcess;
import chat.parlor.e2e.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The wire to PostgreSQL is cut or held just where nobody can know what was stored. {@code
 * -Dtorture.cuts=200} sets how often.
 */
@Tag("slow")
class LostAnswerTest {
  private static final int CUTS = Integer.getInteger("torture.cuts", 20);

  @TempDir private Path folder;
  private PostgresServer postgres;
  private PostgresProxy proxy;
  private String database;

  @BeforeEach
  void start() {
    postgres = PostgresServer.in(folder);
    proxy = PostgresProxy.to(postgres);
    database = postgres.newDatabase();
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    postgres.close();
  }

  /** Half of the messages have an id of their own, half of them not. */
  @Test
  void aMessageWhoseCommitWasNotAnsweredIsStoredOnceAndNeverRefusedForGood() throws Exception {
    Map<String, String> answers = new HashMap<>();
    try (ParlorProcess server = server("one", proxied());
        Probe probe = Probe.open(server.port(), "/ws?room=tea&echo=off")) {
      probe.await("joined");
      for (int i = 0; i < CUTS; i++) {
        proxy.commits(i % 4 < 2 ? Commits.CUT_ANSWER : Commits.CUT_BEHIND);
        int seen = proxy.commits();
        String text = "message " + i;
        String id = i % 2 == 0 ? ",\"id\":\"message-%d\"".formatted(i) : "";
        probe.say("{\"type\":\"chat\",\"ref\":%d,\"message\":\"%s\"%s}".formatted(i, text, id));
        await().atMost(Duration.ofSeconds(10)).until(() -> proxy.commits() > seen);
        proxy.commits(Commits.PASS);
        int ref = i;
        JsonNode answer = probe.await(it -> it.path("ref").asInt(-1) == ref);
        answers.put(text, answer.path("type").asString() + answer.path("code").asString());
      }
    }
    Set<String> stored = stored();
    long acknowledged = answers.values().stream().filter("ack"::equals).count();
    tell("%d cuts: %d acknowledged, %d stored".formatted(CUTS, acknowledged, stored.size()));
    answers.forEach((text, answer) -> {
      assertThat(answer).as(text).isIn("ack", "errorstorage_unavailable");
      if (answer.equals("ack")) {
        assertThat(stored).contains(text);
      }
    });
    assertThat(acknowledged).as("what was committed is looked up").isGreaterThanOrEqualTo(CUTS / 2);
  }

  @Test
  void aServerThatStopsWhileItHoldsARoomHoldsUpTheOthersForLessThanTenSeconds() throws Exception {
    try (ParlorProcess stopped = server("stopped", proxied());
        ParlorProcess other = server("other", database);
        Probe holder = Probe.open(stopped.port(), "/ws?room=tea");
        Probe waiting = Probe.open(other.port(), "/ws?room=tea&name=B")) {
      holder.await("joined");
      waiting.await("joined");
      say(holder, "a1", "before");
      proxy.commits(Commits.HOLD);
      holder.say("{\"type\":\"chat\",\"id\":\"held-000\",\"ref\":\"h\",\"message\":\"held\"}");
      await().until(() -> proxy.held() > 0); // it holds the room's head now
      stopped.freeze();
      long frozen = System.nanoTime();
      sayUntilStored(waiting, "while it was frozen");
      long millis = (System.nanoTime() - frozen) / 1_000_000;
      tell("the other server stored again after %d ms".formatted(millis));
      assertThat(millis).isLessThan(10_000);

      stopped.thaw();
      proxy.release();
      JsonNode answer = holder.await(it -> it.path("ref").asString("").equals("h"));
      boolean acknowledged = answer.path("type").asString().equals("ack");
      assertThat(stored().contains("held")).isEqualTo(acknowledged);
      sayUntilStored(holder, "and it goes on");
      assertThat(stored()).contains("before", "while it was frozen", "and it goes on");
    }
  }

  /** A server that has not heard yet asks the store before it takes anything back. */
  @Test
  void whoWasAheadOfTheOtherServerIsNotReset() throws Exception {
    try (ParlorProcess one = server("one", database);
        ParlorProcess behind = server("behind", proxied());
        Probe speaker = Probe.open(one.port(), "/ws?room=tea");
        Probe witness = Probe.open(behind.port(), "/ws?room=tea&name=W")) {
      String epoch = speaker.await("joined").path("epoch").asString();
      witness.await("joined");
      proxy.blockNotifications();
      boolean wasBehind = false;
      for (int round = 0; !wasBehind; round++) {
        assertThat(round).as("tries to meet it behind").isLessThan(50);
        long seq = 0;
        for (int i = 0; i < 5; i++) {
          seq = say(speaker, "ahead-%d-%d".formatted(round, i), "ahead " + i);
        }
        try (Probe late =
            Probe.open(behind.port(), "/ws?name=L", "Sec-WebSocket-Protocol: parlor.v1")) {
          late.await("welcome");
          late.say("{\"type\":\"join\",\"room\":\"tea\"}");
          wasBehind = late.await("joined").path("head").asLong() < seq;
          late.say(
              "{\"type\":\"join\",\"room\":\"tea\",\"after\":%d,\"epoch\":\"%s\"}"
                  .formatted(seq, epoch));
          JsonNode joined = late.await("joined");
          assertThat(joined.path("head").asLong()).isEqualTo(seq);
          assertThat(joined.path("resumed").asBoolean()).isTrue();
          JsonNode next =
              late.await(it -> Set.of("reset", "caughtUp").contains(it.path("type").asString()));
          assertThat(next.path("type").asString()).isEqualTo("caughtUp");
        }
      }
    }
  }

  @Test
  void anotherServersMessagesComeAtOnceAndWithoutNotificationsWithinTwoSeconds() throws Exception {
    try (ParlorProcess one = server("one", database);
        ParlorProcess other = server("other", proxied());
        Probe speaker = Probe.open(one.port(), "/ws?room=tea");
        Probe listener = Probe.open(other.port(), "/ws?room=tea&name=B")) {
      speaker.await("joined");
      listener.await("joined");
      long[] quick = millisToTheOther(speaker, listener, 200, 10);
      tell("to the other server: p50 %d ms, p99 %d ms".formatted(at(quick, 0.5), at(quick, 0.99)));
      assertThat(at(quick, 0.5)).isLessThan(100);
      proxy.blockNotifications();
      long[] slow = millisToTheOther(speaker, listener, 30, 137);
      tell("without NOTIFY: p50 %d ms, longest %d ms".formatted(at(slow, 0.5), at(slow, 1)));
      assertThat(at(slow, 0.5)).as("the wire is blocked").isGreaterThan(100);
      assertThat(at(slow, 1)).isLessThan(2_000);
    }
  }

  private static long[] millisToTheOther(Probe speaker, Probe listener, int messages, int apart)
      throws InterruptedException {
    long[] millis = new long[messages];
    for (int i = 0; i < messages; i++) {
      String text = "at " + System.nanoTime();
      long sent = System.nanoTime();
      speaker.say(text);
      listener.await(it -> it.path("message").asString("").equals(text));
      millis[i] = (System.nanoTime() - sent) / 1_000_000;
      TimeUnit.MILLISECONDS.sleep(apart);
    }
    Arrays.sort(millis);
    return millis;
  }

  private static long at(long[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  }

  private static long say(Probe probe, String ref, String text) {
    probe.say("{\"type\":\"chat\",\"ref\":\"%s\",\"message\":\"%s\"}".formatted(ref, text));
    JsonNode answer =
        probe.await(it ->
            it.path("ref").asString("").equals(ref) && !it.path("type").asString().equals("chat"));
    assertThat(answer.path("type").asString()).as(answer.toString()).isEqualTo("ack");
    return answer.path("seq").asLong();
  }

  private static void sayUntilStored(Probe probe, String text) throws InterruptedException {
    for (int i = 0; ; i++) {
      String ref = text + i;
      probe.say(
          "{\"type\":\"chat\",\"id\":\"same-text-%d\",\"ref\":\"%s\",\"message\":\"%s\"}"
              .formatted(text.length(), ref, text));
      JsonNode answer = probe.await(it -> it.path("ref").asString("").equals(ref));
      if (answer.path("type").asString().equals("ack")) {
        return;
      }
      assertThat(answer.path("code").asString()).isEqualTo("storage_unavailable");
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private String proxied() {
    String name = database.substring(database.lastIndexOf('/') + 1);
    return PostgresServer.address(name, proxy.port());
  }

  private ParlorProcess server(String name, String store) throws IOException {
    return ParlorProcess.in(Files.createDirectories(folder.resolve(name)))
        .withoutLimits()
        .on(store)
        .start();
  }

  /** The texts that are stored; each must be there once. */
  private Set<String> stored() throws Exception {
    Set<String> texts = new HashSet<>();
    try (Connection connection = PostgresServer.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT convert_from(body, 'UTF8')::jsonb ->> 'message' FROM entry")) {
      while (rows.next()) {
        assertThat(texts.add(rows.getString(1))).as("once: " + rows.getString(1)).isTrue();
      }
    }
    return texts;
  }

  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.println(line);
  }
}
