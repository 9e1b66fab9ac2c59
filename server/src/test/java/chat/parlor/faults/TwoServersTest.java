package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.databases.PostgresServer;
import chat.parlor.e2e.ParlorProcess;
import chat.parlor.history.Demands;
import chat.parlor.history.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers on one PostgreSQL, writers and readers on both, the same rooms. {@code
 * -Dtorture.kills=20} sets how many kills each run takes.
 */
@Tag("slow")
class TwoServersTest {
  private static final int KILLS = Integer.getInteger("torture.kills", 4);

  @TempDir private Path folder;
  private PostgresServer postgres;
  private String database;

  @BeforeEach
  void start() {
    postgres = PostgresServer.in(folder);
    database = postgres.newDatabase();
  }

  @AfterEach
  void stop() {
    postgres.close();
  }

  @Test
  void bothWriteTheSameRoomsAndNothingIsLostOrTwice() throws Exception {
    try (ParlorProcess one = server("one");
        ParlorProcess other = server("other")) {
      Load load = Load.start(List.of(one, other), Sender.Unknowns.RESEND, 8, 6);
      load.awaitAcked(2_000);
      Report report = load.finish(Demands.none());
      tell("two servers: " + report);
      assertThat(report.violations()).as(report.toString()).isEmpty();
    }
  }

  @Test
  void aServerIsKilledAgainAndAgainAndTheOtherGoesOn() throws Exception {
    try (ParlorProcess one = server("one");
        ParlorProcess other = server("other")) {
      Load load = Load.start(List.of(one, other), Sender.Unknowns.RESEND, 8, 6);
      for (int kill = 0; kill < KILLS; kill++) {
        load.awaitAcked(100);
        Thread.sleep(ThreadLocalRandom.current().nextInt(300));
        ParlorProcess victim = kill % 2 == 0 ? one : other;
        victim.kill();
        load.awaitAcked(20); // by the one that is left
        victim.restart();
      }
      load.awaitAcked(100);
      Report report = load.finish(Demands.unknownOutcomes(KILLS));
      tell("%d kills of a server: %s".formatted(KILLS, report));
      assertThat(report.violations()).as(report.toString()).isEmpty();
    }
  }

  @Test
  void postgresIsKilledAgainAndAgainAndBothServersComeBack() throws Exception {
    Report report = killPostgres(Sender.Unknowns.RESEND, KILLS);
    assertThat(report.violations()).as(report.toString()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedOutlivesPostgresThoughNothingIsResent() throws Exception {
    Report report = killPostgres(Sender.Unknowns.LEAVE, KILLS);
    assertThat(report.violations()).as(report.toString()).isEmpty();
  }

  private Report killPostgres(Sender.Unknowns unknowns, int kills) throws Exception {
    try (ParlorProcess one = server("one");
        ParlorProcess other = server("other")) {
      Load load = Load.start(List.of(one, other), unknowns, 8, 6);
      for (int kill = 0; kill < kills; kill++) {
        load.awaitAcked(100);
        Thread.sleep(ThreadLocalRandom.current().nextInt(300));
        if (kill % 2 == 0) {
          postgres.stopAtOnce();
        } else {
          postgres.kill();
        }
        postgres.restart();
      }
      load.awaitAcked(100);
      Report report = load.finish(Demands.unknownOutcomes(1));
      tell("%d kills of PostgreSQL, unknown outcomes %s: %s".formatted(kills, unknowns, report));
      return report;
    }
  }

  private ParlorProcess server(String name) throws IOException {
    return ParlorProcess.in(Files.createDirectories(folder.resolve(name)))
        .withoutLimits()
        .classes(folder.resolve("mutant"))
        .on(database)
        .start();
  }

  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.println(line);
  }
}
