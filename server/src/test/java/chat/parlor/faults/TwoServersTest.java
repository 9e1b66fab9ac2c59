package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.databases.PostgresServer;
import chat.parlor.e2e.ParlorProcess;
import chat.parlor.history.Demands;
import chat.parlor.history.Kind;
import chat.parlor.history.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private static final int KILLS = Integer.getInteger("torture.kills", 2);

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
        Thread.sleep(Chance.below(300));
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

  /** The control: what PostgreSQL had not synced goes with it, and a server would not notice. */
  @Test
  void notWaitingForTheDiskIsFound() throws Exception {
    Mutant.of("store/postgres/PostgresSessions.java")
        .replace("      SET synchronous_commit = on;\n", "      SET synchronous_commit = off;\n")
        .replace("\"SHOW synchronous_commit\", \"on\"", "\"SHOW synchronous_commit\", \"off\"")
        .compileInto(folder.resolve("mutant"));
    Mutant.of("store/postgres/PostgresWriter.java")
        .replace(
            "identity.isIn(opened.connection(), turn)", "identity.isIn(opened.connection(), 0)")
        .compileInto(folder.resolve("mutant"));
    Report report = killPostgres(Sender.Unknowns.LEAVE, 4);
    assertThat(report.kinds()).as(report.toString()).contains(Kind.LOST);
  }

  /** The control: who does not look what the other has written writes over it. */
  @Test
  void writingOverWhatWasNotReadIsFound() throws Exception {
    Path mutant = folder.resolve("mutant");
    Mutant.of("store/StoreRules.java")
        .replace(
            "    if (head.head() + append.entries().size() != last) {\n",
            "    if (head.head() + append.entries().size() != last && last < 0) {\n")
        .compileInto(mutant);
    Mutant.of("store/postgres/PostgresWriter.java")
        .replace(
            """
                Map<String, LogHead> moved = new LinkedHashMap<>();
                for (LogAppend append : appends) {
            """,
            """
                Map<String, LogHead> moved = new LinkedHashMap<>();
                for (LogAppend append : java.util.List.<LogAppend>of()) {
            """)
        .compileInto(mutant);
    Mutant.of("store/postgres/PostgresWriterSession.java")
        .replace(
            "SELECT * FROM unnest(?, ?, ?, ?, ?)),\n",
            "SELECT * FROM unnest(?, ?, ?, ?, ?) ON CONFLICT (id)"
                + " DO UPDATE SET body = excluded.body, author = excluded.author),\n")
        .compileInto(mutant);
    try (ParlorProcess one = server("one");
        ParlorProcess other = server("other")) {
      Load load = Load.start(List.of(one, other), Sender.Unknowns.LEAVE, 8, 6);
      load.awaitAcked(3_000);
      Report report = load.finish(Demands.none());
      assertThat(report.kinds()).as(report.toString()).contains(Kind.LOST, Kind.READ_THEN_LOST);
    }
  }

  private Report killPostgres(Sender.Unknowns unknowns, int kills) throws Exception {
    try (ParlorProcess one = server("one");
        ParlorProcess other = server("other")) {
      Load load = Load.start(List.of(one, other), unknowns, 8, 6);
      for (int kill = 0; kill < kills; kill++) {
        load.awaitAcked(100);
        Thread.sleep(Chance.below(300));
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
