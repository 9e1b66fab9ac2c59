package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.parlor.databases.PostgresServer;
import chat.parlor.e2e.ParlorProcess;
import chat.parlor.e2e.Probe;
import chat.parlor.history.Demands;
import chat.parlor.history.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL does not answer for a while, in the middle of load (G15). {@code
 * -Dtorture.outageSeconds=60} sets for how long.
 */
@Tag("slow")
class PostgresDownTest {
  private static final int OUTAGE_SECONDS = Integer.getInteger("torture.outageSeconds", 8);
  private static final Duration REFUSED_WITHIN = Duration.ofSeconds(5);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private PostgresServer postgres;

  @BeforeEach
  void start() {
    postgres = PostgresServer.in(folder);
  }

  @AfterEach
  void stop() {
    postgres.close();
  }

  /** Its sockets stay open, and no answer comes. */
  @Test
  void whileItIsFrozenSendingIsRefusedAndReadingGoesOn() throws Exception {
    outage("frozen", postgres::freeze, postgres::thaw);
  }

  @Test
  void whileItIsStoppedSendingIsRefusedAndReadingGoesOn() throws Exception {
    outage("stopped", postgres::stopAtOnce, postgres::restart);
  }

  private void outage(String how, Runnable begin, Runnable end) throws Exception {
    try (ParlorProcess server =
            ParlorProcess.in(folder).withoutLimits().on(postgres.newDatabase()).start();
        Probe pinging = Probe.open(server.port(), "/ws?room=tea&name=P")) {
      pinging.await("joined");
      Load load = Load.start(server, Sender.Unknowns.RESEND, 4, 3);
      load.awaitAcked(200);

      begin.run();
      long since = System.nanoTime();
      await().atMost(REFUSED_WITHIN).until(() -> load.lastUnavailableNanos() - since > 0);
      tell("%s: refused after %d ms".formatted(how, millis(since)));
      readingGoesOn(server);
      long slowest = pingFor(pinging, since + TimeUnit.SECONDS.toNanos(OUTAGE_SECONDS));
      tell("%s: the slowest ping took %d ms".formatted(how, slowest));
      assertThat(slowest).isLessThan(1_000);

      end.run();
      long back = System.nanoTime();
      await().atMost(BACK_WITHIN).until(() -> load.lastAckNanos() - back > 0);
      tell("%s: back after %d ms".formatted(how, millis(back)));
      load.awaitAcked(200);
      Report report = load.finish(Demands.unknownOutcomes(1));
      tell(how + ": " + report);
      assertThat(report.violations()).as(report.toString()).isEmpty();
    }
  }

  /** What is in memory is read by who joins, and by who asks for history. */
  private static void readingGoesOn(ParlorProcess server) {
    try (Probe probe = Probe.open(server.port(), "/ws?room=tea&last=20")) {
      assertThat(probe.await("chat").path("seq").asLong()).isPositive();
      probe.say("{\"type\":\"history\",\"room\":\"tea\",\"limit\":20}");
      assertThat(probe.await("history").path("entries").size()).isEqualTo(20);
    }
  }

  /** The longest time to an answer, in milliseconds. */
  private static long pingFor(Probe probe, long untilNanos) throws InterruptedException {
    long slowest = 0;
    while (System.nanoTime() - untilNanos < 0) {
      long sent = System.nanoTime();
      probe.say("{\"type\":\"ping\"}");
      probe.await("pong");
      slowest = Math.max(slowest, millis(sent));
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return slowest;
  }

  private static long millis(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1_000_000;
  }

  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.println(line);
  }
}
