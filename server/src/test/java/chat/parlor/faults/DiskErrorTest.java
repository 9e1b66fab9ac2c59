package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.parlor.e2e.ParlorProcess;
import chat.parlor.history.Demands;
import chat.parlor.history.Report;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Syncs of the write-ahead log that fail under load, made by strace: three in a row, each of which
 * the kernel then forgets. What they were to make durable is not acknowledged before the store was
 * opened anew and looked through.
 */
@Tag("slow")
class DiskErrorTest {
  @TempDir private Path folder;

  @Test
  void afterFailedSyncsNothingIsAcknowledgedThatIsNotThere() throws Exception {
    Path log = folder.toRealPath().resolve("data/parlor.db-wal");
    try (ParlorProcess server =
        ParlorProcess.in(folder)
            .withoutLimits()
            .under(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-o",
                folder.resolve("trace").toString(),
                "-P",
                log.toString(),
                "-e",
                "trace=fsync,fdatasync",
                "-e",
                "inject=fsync,fdatasync:error=EIO:when=50..52")
            .start()) {
      Load load = Load.start(server, Sender.Unknowns.RESEND, 4, 3);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.output().contains("the store was opened anew"));
      load.awaitAcked(200);
      Report report = load.finish(Demands.unknownOutcomes(1));
      tell("FIG failed syncs: " + report);
      assertThat(report.violations()).as(report.toString()).isEmpty();
    }
  }

  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.println(line);
  }
}
