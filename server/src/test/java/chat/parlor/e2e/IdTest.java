package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A message under an id is stored once, whoever sends it how often on which connection. */
class IdTest {
  @RegisterExtension static final OneServer server = OneServer.withoutLimits();

  @Test
  void theSameIdIsStoredOnceOnTwoSocketsAndAfterARestart() {
    String token;
    long seq;
    try (Probe first = Probe.open(server.port(), "/ws?room=once&name=Ann")) {
      token = first.await("welcome").path("token").asString();
      JsonNode ack = send(first, "once", "0198c5b2-7a4e-7d3c", "hello");
      seq = ack.path("seq").asLong();
      assertThat(ack.has("duplicate")).isFalse();
      try (Probe second = Probe.open(server.port(), "/ws?room=once&token=" + token)) {
        assertDuplicate(send(second, "once", "0198c5b2-7a4e-7d3c", "hello"), ack);
        assertThat(send(second, "once", "0198c5b2-7a4e-7d3c", "other").path("code").asString())
            .isEqualTo("id_reused");
        assertThat(send(second, "once", "0198c5b2-7a4e-7d3d", "hello").path("seq").asLong())
            .isEqualTo(seq + 1);
      }
    }
    server.process().terminate(Duration.ofSeconds(20));
    server.process().restart();
    try (Probe again = Probe.open(server.port(), "/ws?room=once&last=10&token=" + token)) {
      JsonNode ack = send(again, "once", "0198c5b2-7a4e-7d3c", "hello");
      assertThat(ack.path("seq").asLong()).isEqualTo(seq);
      assertThat(ack.path("duplicate").asBoolean()).isTrue();
      assertThat(send(again, "once", "0198c5b2-7a4e-7d3c", "other").path("code").asString())
          .isEqualTo("id_reused");
      JsonNode history = Wire.ask(again, "{\"type\":\"history\",\"room\":\"once\"}");
      assertThat(history.path("entries").size()).isEqualTo(2);
      assertThat(history.path("entries").path(0).path("clientId").asString())
          .isEqualTo("0198c5b2-7a4e-7d3c");
    }
  }

  @Test
  void anIdBelongsToOneRoom() {
    try (Probe ann = Probe.open(server.port(), "/ws?room=one&name=Ann1")) {
      assertThat(send(ann, "one", "same-key", "a").path("duplicate").asBoolean()).isFalse();
      JsonNode elsewhere = send(ann, "two", "same-key", "b");
      assertThat(elsewhere.path("type").asString()).isEqualTo("ack");
      assertThat(elsewhere.has("duplicate")).isFalse();
    }
  }

  @Test
  void anIdBelongsToOneSenderAlsoWhenTwoGuestsWantOneName() {
    try (Probe one = Probe.open(server.port(), "/ws?room=names&name=Zhang")) {
      assertThat(one.await("welcome").path("you").path("name").asString()).isEqualTo("Zhang");
      try (Probe two = Probe.open(server.port(), "/ws?room=names&name=zhang")) {
        assertThat(two.await("welcome").path("you").path("name").asString()).isEqualTo("zhang 2");
        assertThat(send(one, "names", "same-key", "a").path("seq").asLong()).isEqualTo(1);
        JsonNode other = send(two, "names", "same-key", "b");
        assertThat(other.path("seq").asLong()).isEqualTo(2);
        assertThat(other.has("duplicate")).isFalse();
      }
    }
  }

  @Test
  void aNameThatIsFreedAndTakenByAnotherDoesNotBringItsIdsAlong() {
    String before;
    try (Probe one = Probe.open(server.port(), "/ws?room=freed&name=Wang")) {
      before = one.await("welcome").path("you").path("userId").asString();
      send(one, "freed", "same-key", "a");
    }
    try (Probe other = Probe.open(server.port(), "/ws?room=x&name=Guard")) {
      other.await(m -> m.path("type").asString().equals("joined"));
      JsonNode free;
      do {
        free = Wire.ask(other, "{\"type\":\"who\",\"room\":\"freed\"}");
      } while (free.path("userCount").asInt() > 0);
    }
    try (Probe two = Probe.open(server.port(), "/ws?room=freed&name=Wang")) {
      JsonNode you = two.await("welcome").path("you");
      assertThat(you.path("name").asString()).isEqualTo("Wang");
      assertThat(you.path("userId").asString()).isNotEqualTo(before);
      JsonNode ack = send(two, "freed", "same-key", "b");
      assertThat(ack.path("seq").asLong()).isEqualTo(2);
      assertThat(ack.has("duplicate")).isFalse();
    }
  }

  @Test
  void theSameIdSentTwiceInOnePacketIsStoredOnce() {
    try (Probe ann = Probe.open(server.port(), "/ws?room=packet&name=Twice")) {
      ann.await("caughtUp");
      byte[] frame =
          Probe.frame(
              0x81, Wire.utf8("{\"type\":\"chat\",\"message\":\"m\",\"id\":\"key-12345\"}"));
      ann.raw(Wire.joined(frame, frame));
      assertDuplicate(secondOf(ann), null);
      JsonNode history = Wire.ask(ann, "{\"type\":\"history\"}");
      assertThat(history.path("entries").size()).isEqualTo(1);
    }
  }

  private static JsonNode secondOf(Probe probe) {
    probe.await("ack");
    return probe.await("ack");
  }

  private static void assertDuplicate(
      JsonNode ack, @org.jspecify.annotations.Nullable JsonNode first) {
    assertThat(ack.path("type").asString()).isEqualTo("ack");
    assertThat(ack.path("duplicate").asBoolean()).isTrue();
    if (first != null) {
      assertThat(ack.path("seq").asLong()).isEqualTo(first.path("seq").asLong());
      assertThat(ack.path("time").asString()).isEqualTo(first.path("time").asString());
    }
  }

  private static JsonNode send(Probe probe, String room, String id, String message) {
    return Wire.ask(
        probe,
        "{\"type\":\"chat\",\"room\":\"%s\",\"id\":\"%s\",\"message\":\"%s\"}"
            .formatted(room, id, message));
  }
}
