package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.e2e.ParlorProcess;
import chat.parlor.history.Demands;
import chat.parlor.history.Kind;
import chat.parlor.history.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes in the middle of load: the server goes on with each file as it was at its last
 * sync, which a library under the server has kept. {@code -Dtorture.powerCuts} sets how often.
 */
@Tag("slow")
class PowerCutTest {
  private static final int CUTS = Integer.getInteger("torture.powerCuts", 3);

  @TempDir private Path folder;

  @Test
  void whatWasAcknowledgedOutlivesAPowerCut() throws Exception {
    Report report = run(CUTS, 50);
    assertThat(report.violations()).as(report.toString()).isEmpty();
  }

  /** The control: a database that does not wait for the disk, which no kill -9 would show. */
  @Test
  void notWaitingForTheDiskIsFound() throws Exception {
    Mutant.of("store/sqlite/SqliteFile.java")
        .replace(
            """
                        new Setting("synchronous", "FULL", "2"),
                        new Setting("secure_delete", "ON", "1"),
                        new Setting("foreign_keys\
            """,
            """
                        new Setting("synchronous", "NORMAL", "1"),
                        new Setting("secure_delete", "ON", "1"),
                        new Setting("foreign_keys\
            """)
        .compileInto(folder.resolve("mutant"));
    Report report = run(1, 0); // not even the senders' tokens hold any more
    assertThat(report.kinds()).as(report.toString()).contains(Kind.READ_THEN_LOST);
  }

  private Report run(int cuts, int ackedAfterwards) throws Exception {
    Path data = folder.toRealPath().resolve("data");
    Path kept = Files.createDirectory(folder.resolve("kept"));
    try (ParlorProcess server =
        ParlorProcess.in(folder)
            .withoutLimits()
            .classes(folder.resolve("mutant"))
            .on("sqlite")
            .environment("LD_PRELOAD", library().toString())
            .environment("POWERCUT_FROM", data.toString())
            .environment("POWERCUT_TO", kept.toString())
            .start()) {
      Load load = Load.start(server, Sender.Unknowns.LEAVE, 6, 3);
      for (int cut = 0; cut < cuts; cut++) {
        load.awaitAcked(100);
        Thread.sleep(Chance.below(500));
        load.awaitAcked(1);
        server.kill();
        goOnWith(kept, data);
        server.restart();
      }
      load.awaitAcked(ackedAfterwards);
      Report report = load.finish(Demands.unknownOutcomes(1));
      tell("%d power cuts: %s".formatted(cuts, report));
      return report;
    }
  }

  /** The folder holds what the disk had; what was kept stays, for the next cut. */
  private static void goOnWith(Path kept, Path data) throws IOException {
    for (Path file : list(data)) {
      Files.delete(file);
    }
    for (Path file : list(kept)) {
      Files.copy(file, data.resolve(file.getFileName()));
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private Path library() throws IOException, InterruptedException {
    Path library = folder.resolve("powercut.so");
    Process compiler =
        new ProcessBuilder(
                "gcc",
                "-shared",
                "-fPIC",
                "-O2",
                "-o",
                library.toString(),
                Path.of("src/test/resources/powercut.c").toAbsolutePath().toString(),
                "-ldl")
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).isZero();
    return library;
  }

  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.println(line);
  }
}
