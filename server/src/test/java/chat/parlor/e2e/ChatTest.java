package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What two clients see of each other. */
class ChatTest {
  @TempDir static Path folder;
  private static ParlorProcess server;

  @BeforeAll
  static void start() {
    server = ParlorProcess.in(folder).withoutLimits().start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whatOneSaysTheOtherReads() {
    try (Probe ann = Probe.open(server.port(), "/ws?name=Ann");
        Probe bob = Probe.open(server.port(), "/ws?name=Bob")) {
      ann.await("joined");
      bob.await("joined");
      ann.say("Hello Server!");
      JsonNode read = bob.await("chat");
      assertThat(read.path("message").asString()).isEqualTo("Hello Server!");
      assertThat(read.path("user").asString()).isEqualTo("Ann");
    }
  }
}
