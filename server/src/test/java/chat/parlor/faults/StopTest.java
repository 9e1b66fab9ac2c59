package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.e2e.ParlorProcess;
import chat.parlor.e2e.Probe;
import chat.parlor.history.Demands;
import chat.parlor.history.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** SIGTERM under load: nothing is lost, and everybody is told when to come back (G13). */
class StopTest {
  private static final Duration AT_MOST = Duration.ofSeconds(10);
  private static final int WATCHERS = 40;

  @TempDir private Path folder;

  @Test
  void aStopUnderLoadLosesNothingAndTellsEverybodyWhenToComeBack() throws InterruptedException {
    try (ParlorProcess server = ParlorProcess.in(folder).withoutLimits().start()) {
      Load load = Load.start(server, Sender.Unknowns.LEAVE, 8, 4);
      List<Probe> watchers = new ArrayList<>();
      for (int i = 0; i < WATCHERS; i++) {
        watchers.add(Probe.open(server.port(), "/ws?room=quiet&name=W" + i));
      }
      load.awaitAcked(500);

      long begun = System.nanoTime();
      int code = server.terminate(AT_MOST);
      long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      List<Long> comeBack = watchers.stream().map(StopTest::dismissed).toList();
      tell("FIG stopped under load in %d ms, come back after %s ms".formatted(millis, comeBack));

      assertThat(code).as(server.output()).isZero();
      assertThat(comeBack).allMatch(it -> it >= 100 && it <= 10_000);
      assertThat(comeBack.stream().mapToLong(it -> it / 500).distinct().count())
          .as("spread out: %s", comeBack)
          .isGreaterThanOrEqualTo(5);

      server.restart();
      load.awaitAcked(100);
      Report report = load.finish(Demands.none());
      tell("FIG " + report);
      assertThat(report.violations()).as(report.toString()).isEmpty();
    }
  }

  /** The retryAfterMillis of the goaway, which must be followed by Close 1012 and the end. */
  private static long dismissed(Probe watcher) {
    try (watcher) {
      JsonNode goaway = watcher.await("goaway");
      assertThat(watcher.awaitClose().closeCode()).isEqualTo(1012);
      assertThat(watcher.endsWithin(5_000)).isTrue();
      return goaway.path("retryAfterMillis").asLong();
    }
  }

  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.println(line);
  }
}
