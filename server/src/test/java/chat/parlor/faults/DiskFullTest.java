package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.parlor.disks.SmallDisk;
import chat.parlor.e2e.ParlorProcess;
import chat.parlor.e2e.Probe;
import chat.parlor.history.Demands;
import chat.parlor.history.Report;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The disk is full for a while, in the middle of load (G15). Needs root for a small disk. */
@Tag("slow")
class DiskFullTest {
  private static final Duration REFUSED_WITHIN = Duration.ofSeconds(5);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void sendingIsRefusedReadingGoesOnAndServiceComesBackByItself() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), "size=16m");
        ParlorProcess server = ParlorProcess.in(disk.folder()).withoutLimits().start()) {
      Load load = Load.start(server, Sender.Unknowns.RESEND, 4, 3);
      load.awaitAcked(200);
      assertThat(readyz(server)).isEqualTo(200);
      long pid = server.pid();

      disk.fill();
      long full = System.nanoTime();
      await().atMost(REFUSED_WITHIN).until(() -> load.lastUnavailableNanos() - full > 0);
      await().atMost(REFUSED_WITHIN).until(() -> readyz(server) == 503);
      readingGoesOn(server);
      int acked = load.acked();
      Thread.sleep(500);
      tell("FIG acknowledged while the disk was full: " + (load.acked() - acked));

      long free = System.nanoTime();
      disk.free();
      await().atMost(BACK_WITHIN).until(() -> load.lastAckNanos() - free > 0);
      await().atMost(BACK_WITHIN).until(() -> readyz(server) == 200);
      tell("FIG back after %d ms".formatted((load.lastAckNanos() - free) / 1_000_000));
      load.awaitAcked(200);
      assertThat(server.alive()).isTrue();
      assertThat(server.pid()).isEqualTo(pid);

      Report report = load.finish(Demands.unknownOutcomes(1));
      tell("FIG disk full: " + report);
      assertThat(report.violations()).as(report.toString()).isEmpty();
    }
  }

  /** Nobody sends meanwhile, as behind a proxy that believes /readyz. */
  @Test
  void aServerThatNobodySendsToIsReadyAgainToo() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), "size=16m");
        ParlorProcess server = ParlorProcess.in(disk.folder()).withoutLimits().start();
        Probe probe = Probe.open(server.port(), "/ws")) {
      probe.await("joined");
      disk.fill();
      JsonNode refused = null;
      for (int i = 0; refused == null; i++) { // room may be left in the file itself
        probe.say(
            "{\"type\":\"chat\",\"ref\":%d,\"message\":\"%s\"}".formatted(i, "x".repeat(900)));
        int ref = i;
        JsonNode answer =
            probe.await(it ->
                it.path("ref").asInt(-1) == ref && !it.path("type").asString().equals("chat"));
        refused = answer.path("type").asString().equals("error") ? answer : null;
      }
      assertThat(refused.path("code").asString()).isEqualTo("storage_unavailable");
      assertThat(readyz(server)).isEqualTo(503);
      Thread.sleep(2_500);
      assertThat(readyz(server)).as("still full").isEqualTo(503);
      disk.free();
      await().atMost(BACK_WITHIN).until(() -> readyz(server) == 200);
    }
  }

  private static void readingGoesOn(ParlorProcess server) {
    try (Probe probe = Probe.open(server.port(), "/ws?room=tea&after=0")) {
      assertThat(probe.await("chat").path("seq").asLong()).isEqualTo(1);
      probe.say("{\"type\":\"history\",\"room\":\"coffee\",\"after\":0,\"limit\":20}");
      assertThat(probe.await("history").path("entries").size()).isEqualTo(20);
    }
  }

  private static int readyz(ParlorProcess server) throws IOException {
    HttpURLConnection http =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + server.port() + "/readyz").toURL().openConnection();
    try {
      return http.getResponseCode();
    } finally {
      http.disconnect();
    }
  }

  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.println(line);
  }
}
