package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What two clients see of each other. */
class ChatTest {
  @RegisterExtension static final OneServer server = OneServer.withoutLimits();

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
