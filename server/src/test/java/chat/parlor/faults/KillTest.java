package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.e2e.ParlorProcess;
import chat.parlor.history.Demands;
import chat.parlor.history.Kind;
import chat.parlor.history.Report;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random points of full load, every other time just as somebody was told that a message
 * is stored. {@code -Dtorture.kills=20} sets how many kills each run takes.
 *
 * <p>Three servers that were broken on purpose show that the same run finds what it should.
 */
@Tag("slow")
class KillTest {
  private static final int KILLS = Integer.getInteger("torture.kills", 5);
  private static final int SENDERS = 8;
  private static final int READERS = 4;

  @TempDir private Path folder;

  @Test
  void whatIsResentIsThereOnce() throws InterruptedException {
    Report report = run(folder, Sender.Unknowns.RESEND, KILLS);
    assertThat(report.violations()).as(report.toString()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedIsThereThoughNothingIsResent() throws InterruptedException {
    Report report = run(folder, Sender.Unknowns.LEAVE, KILLS);
    assertThat(report.violations()).as(report.toString()).isEmpty();
  }

  @Test
  void acknowledgingBeforeTheCommitIsFound() throws InterruptedException {
    Mutant.thatAcknowledgesBeforeTheCommit().compileInto(folder.resolve("mutant"));
    Report report = run(folder, Sender.Unknowns.LEAVE, 4);
    assertThat(report.kinds()).as(report.toString()).contains(Kind.LOST);
  }

  @Test
  void forgettingTheKeysIsFound() throws InterruptedException {
    Mutant.of("store/sqlite/WriterSession.java")
        .replace("    keys.insert(rows);\n", "")
        .compileInto(folder.resolve("mutant"));
    Report report = run(folder, Sender.Unknowns.RESEND, 2);
    assertThat(report.kinds()).as(report.toString()).contains(Kind.DUPLICATE);
  }

  /** The numbers begin anew with each process, over what is stored. */
  @Test
  void keepingTheNumbersInMemoryOnlyIsFound() throws InterruptedException {
    Path mutant = folder.resolve("mutant");
    Mutant.of("store/LogRows.java")
        .replace(
            "  private LogRows() {}\n",
            "  public static final java.util.Map<Long, Long> HEADS ="
                + " new java.util.concurrent.ConcurrentHashMap<>();\n"
                + "  private LogRows() {}\n")
        .replace("        row.getLong(3),\n", "HEADS.getOrDefault(row.getLong(1), 0L),\n")
        .compileInto(mutant);
    Mutant.of("store/sqlite/WriterSession.java")
        .replace("    moveHead.executeUpdate();\n", "LogRows.HEADS.put(log, head);\n")
        .compileInto(mutant);
    Mutant.of("store/sqlite/RowInsert.java")
        .replace("\"INSERT INTO \"", "\"INSERT OR REPLACE INTO \"")
        .compileInto(mutant);
    Report report = run(folder, Sender.Unknowns.LEAVE, 1);
    assertThat(report.kinds()).as(report.toString()).contains(Kind.LOST, Kind.READ_THEN_LOST);
  }

  private static Report run(Path folder, Sender.Unknowns unknowns, int kills)
      throws InterruptedException {
    try (ParlorProcess server =
        ParlorProcess.in(folder).withoutLimits().classes(folder.resolve("mutant")).start()) {
      Load load = Load.start(server, unknowns, SENDERS, READERS);
      for (int kill = 0; kill < kills; kill++) {
        load.awaitAcked(50);
        Thread.sleep(Chance.below(700));
        if (kill % 2 == 1) {
          load.awaitAcked(1); // just told: what was acknowledged too early is not there yet
        }
        server.kill();
        server.restart();
      }
      load.awaitAcked(50);
      Report report = load.finish(Demands.unknownOutcomes(kills));
      tell("%d kills, unknown outcomes %s: %s".formatted(kills, unknowns, report));
      return report;
    }
  }

  /** Figures belong into the log of a run, also when all is well. */
  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.println(line);
  }
}
