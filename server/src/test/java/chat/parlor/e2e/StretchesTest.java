package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A room's log in stretches of one length, for drawing it. */
class StretchesTest {
  private static final String V1 = "Sec-WebSocket-Protocol: parlor.v1";

  @RegisterExtension static final OneServer server = OneServer.withoutLimits();

  private static Probe open(String room) {
    Probe probe = Probe.open(server.port(), "/ws?room=" + room, V1);
    probe.await("caughtUp");
    return probe;
  }

  private static JsonNode ask(Probe probe, String fields) {
    return Wire.ask(probe, "{\"type\":\"stretches\"" + fields + "}");
  }

  private static List<Long> numbers(JsonNode answer) {
    List<Long> numbers = new ArrayList<>();
    answer.path("stretches").forEach(one -> numbers.add(one.path("seq").asLong()));
    return numbers;
  }

  private static void write(Probe probe, int messages) {
    for (int i = 0; i < messages; i++) {
      Wire.ask(probe, "{\"type\":\"chat\",\"message\":\"m\"}");
    }
  }

  @Test
  void aLogIsDividedEvenlyFromItsFirstNumberOn() {
    try (Probe probe = open("divided")) {
      write(probe, 10);
      assertThat(numbers(ask(probe, ",\"count\":1"))).containsExactly(1L);
      assertThat(numbers(ask(probe, ",\"count\":2"))).containsExactly(1L, 6L);
      assertThat(numbers(ask(probe, ",\"count\":4"))).containsExactly(1L, 3L, 6L, 8L);
      assertThat(numbers(ask(probe, ",\"count\":9"))).hasSize(9).startsWith(1L, 2L, 3L);
      JsonNode all = ask(probe, "");
      assertThat(numbers(all)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
      assertThat(all.path("type").asString()).isEqualTo("stretches");
      assertThat(all.path("room").asString()).isEqualTo("divided");
      assertThat(all.path("head").asLong()).isEqualTo(10);
      assertThat(all.path("floor").asLong(-1)).isZero();
    }
  }

  @Test
  void withoutACountThereAreSixtyAndWithTheMostAHundred() {
    try (Probe probe = open("many")) {
      write(probe, 120);
      assertThat(numbers(ask(probe, ""))).hasSize(60).startsWith(1L, 3L, 5L).endsWith(119L);
      assertThat(numbers(ask(probe, ",\"count\":100"))).hasSize(100).startsWith(1L, 2L, 3L, 4L, 5L);
    }
  }

  @Test
  void eachStretchHasTheTimeOfItsEntryAlsoAfterARestart() {
    try (Probe probe = open("times")) {
      write(probe, 7);
    }
    server.process().kill();
    server.process().restart();
    try (Probe probe = open("times")) {
      JsonNode stretches = ask(probe, ",\"count\":3").path("stretches");
      assertThat(stretches.size()).isEqualTo(3);
      JsonNode entries = Wire.ask(probe, "{\"type\":\"history\"}").path("entries");
      for (JsonNode stretch : stretches) {
        JsonNode entry = entries.path(stretch.path("seq").asInt() - 1);
        assertThat(entry.path("seq")).isEqualTo(stretch.path("seq"));
        assertThat(entry.path("time")).isEqualTo(stretch.path("time"));
      }
    }
  }

  @Test
  void aRoomThatNobodyHasWrittenToHasNone() {
    try (Probe probe = open("empty")) {
      JsonNode answer = ask(probe, ",\"room\":\"nowhere\"");
      assertThat(answer.path("head").asLong(-1)).isZero();
      assertThat(answer.path("stretches").isArray()).isTrue();
      assertThat(numbers(answer)).isEmpty();
    }
  }

  @Test
  void whoAsksOnAndOnIsTooFast() {
    try (Probe probe = open("fast")) {
      write(probe, 1);
      for (int i = 0; i < 600; i++) {
        probe.say("{\"type\":\"stretches\",\"ref\":" + i + "}");
      }
      JsonNode error = probe.await("error");
      assertThat(error.path("code").asString()).isEqualTo("rate_limited");
      assertThat(error.path("ref").asInt()).isGreaterThanOrEqualTo(200);
      assertThat(error.path("retryAfterMillis").asLong()).isPositive();
    }
  }
}
