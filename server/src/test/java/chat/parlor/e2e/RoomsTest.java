package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Rooms as clients of both dialects join, leave, list and read them. */
class RoomsTest {
  private static final String V1 = "Sec-WebSocket-Protocol: parlor.v1";

  @RegisterExtension static final OneServer server = OneServer.withoutLimits();

  @Test
  void theTutorialDialectBeginsInTheLobbyAndTheOtherInNoRoom() {
    try (Probe tutorial = Probe.open(server.port(), "/ws");
        Probe v1 = Probe.open(server.port(), "/ws", V1)) {
      assertThat(tutorial.message().path("type").asString()).isEqualTo("welcome");
      assertThat(tutorial.message().path("room").asString()).isEqualTo("lobby");
      assertThat(v1.message().path("type").asString()).isEqualTo("welcome");
      v1.say("{\"type\":\"ping\"}");
      assertThat(v1.message().path("type").asString()).isEqualTo("pong");
      for (String type :
          List.of(
              "\"chat\",\"message\":\"a\"",
              "\"leave\"",
              "\"who\"",
              "\"history\"",
              "\"stretches\"")) {
        JsonNode error = Wire.ask(v1, "{\"type\":" + type + "}");
        assertThat(error.path("code").asString()).isEqualTo("no_room");
      }
    }
  }

  @Test
  void theWelcomeSaysWhichVersionTheServerIs() {
    try (Probe probe = Probe.open(server.port(), "/ws")) {
      assertThat(probe.message().path("version").asString()).as("no jar").isEqualTo("dev");
    }
  }

  @Test
  void theUrlSaysWhatAJoinSays() {
    fill("url", 5);
    String epoch;
    try (Probe probe = Probe.open(server.port(), "/ws?room=url&last=2&name=%E5%BC%A0%E4%B8%89+x")) {
      JsonNode welcome = probe.await("welcome");
      assertThat(welcome.path("you").path("name").asString()).isEqualTo("张三 x");
      JsonNode joined = probe.await("joined");
      epoch = joined.path("epoch").asString();
      assertThat(joined.path("head").asLong()).isEqualTo(5);
      assertThat(joined.path("resumed").asBoolean()).isFalse();
      assertThat(numbersToCaughtUp(probe)).containsExactly(4L, 5L);
    }
    String resume = "/ws?room=url&after=3&epoch=";
    try (Probe probe = Probe.open(server.port(), resume + epoch, V1)) {
      assertThat(probe.await("joined").path("resumed").asBoolean()).isTrue();
      assertThat(numbersToCaughtUp(probe)).containsExactly(4L, 5L);
    }
    try (Probe probe = Probe.open(server.port(), resume + "another", V1)) {
      assertThat(probe.await("joined").path("resumed").asBoolean()).isFalse();
      JsonNode reset = probe.message();
      assertThat(reset.path("type").asString()).isEqualTo("reset");
      assertThat(reset.path("reason").asString()).isEqualTo("epoch");
      assertThat(reset.path("from").asLong()).isEqualTo(6);
    }
    try (Probe probe = Probe.open(server.port(), "/ws?room=url&after=6&epoch=" + epoch, V1)) {
      assertThat(probe.await("reset").path("reason").asString()).isEqualTo("ahead");
    }
  }

  @Test
  void wrongFieldsOfTheUrlAreToldAfterTheWelcomeAndCountAsAbsent() {
    String path =
        "/ws?name=%ff&room=%E2%80%AE&after=-1&last=1001&echo=maybe&lang=!!&unknown=%zz&epoch="
            + "e".repeat(65);
    for (String dialect : List.of(V1, "X-None: 1")) {
      try (Probe probe = Probe.open(server.port(), path, dialect)) {
        assertThat(probe.message().path("type").asString()).isEqualTo("welcome");
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
          JsonNode error = probe.message();
          assertThat(error.path("code").asString()).isEqualTo("invalid_field");
          fields.add(error.path("field").asString());
        }
        assertThat(fields)
            .containsExactlyInAnyOrder("name", "room", "after", "last", "echo", "lang", "epoch");
        probe.say("{\"type\":\"ping\"}");
        assertThat(probe.message().path("type").asString()).isEqualTo("pong");
      }
    }
  }

  @Test
  void severalRoomsAreJoinedInOrderAndLeavingGoesBackThroughThem() {
    try (Probe probe = Probe.open(server.port(), "/ws?room=first", V1)) {
      probe.await("caughtUp");
      probe.say("{\"type\":\"join\",\"ref\":\"j\",\"rooms\":[\"second\",{\"room\":\"third\"}]}");
      for (String room : List.of("second", "third")) {
        JsonNode joined = probe.await("joined");
        assertThat(joined.path("room").asString()).isEqualTo(room);
        assertThat(joined.path("ref").asString()).isEqualTo("j");
      }
      for (String room : List.of("third", "second", "first")) {
        JsonNode ack = Wire.ask(probe, "{\"type\":\"chat\",\"content\":\"here\"}");
        assertThat(ack.path("room").asString()).isEqualTo(room);
        JsonNode left = Wire.ask(probe, "{\"type\":\"leave\"}");
        assertThat(left.path("room").asString()).isEqualTo(room);
        assertThat(left.path("reason").asString()).isEqualTo("asked");
      }
      JsonNode error = Wire.ask(probe, "{\"type\":\"chat\",\"message\":\"where\"}");
      assertThat(error.path("code").asString()).isEqualTo("no_room");
      error = Wire.ask(probe, "{\"type\":\"leave\",\"room\":\"first\"}");
      assertThat(error.path("code").asString()).isEqualTo("not_found");
      JsonNode ack = Wire.ask(probe, "{\"type\":\"chat\",\"message\":\"a\",\"roomId\":\"second\"}");
      assertThat(ack.path("room").asString()).isEqualTo("second");
    }
  }

  @Test
  void aRoomJoinedAgainIsMovedAndNothingOfTheOldPlaceComesAfter() {
    fill("moved", 6);
    try (Probe probe = Probe.open(server.port(), "/ws?room=moved&last=3", V1)) {
      assertThat(numbersToCaughtUp(probe)).containsExactly(4L, 5L, 6L);
      probe.say("{\"type\":\"join\",\"room\":\"moved\",\"after\":1}");
      assertThat(probe.await("joined").path("resumed").asBoolean()).isTrue();
      assertThat(numbersToCaughtUp(probe)).containsExactly(2L, 3L, 4L, 5L, 6L);
    }
  }

  @Test
  void withoutEchoOnesOwnMessageIsReplacedByItsAckAtItsPlace() {
    try (Probe quiet = Probe.open(server.port(), "/ws?room=echo&echo=false", V1);
        Probe other = Probe.open(server.port(), "/ws?room=echo", V1)) {
      quiet.await("caughtUp");
      other.await("caughtUp");
      for (int i = 0; i < 10; i++) {
        quiet.say("{\"type\":\"chat\",\"message\":\"mine\"}");
        other.say("{\"type\":\"chat\",\"message\":\"theirs\"}");
      }
      List<Long> places = new ArrayList<>();
      while (places.size() < 20) {
        JsonNode next = quiet.message();
        if (next.path("type").asString().equals("chat")) {
          assertThat(next.path("message").asString()).isEqualTo("theirs");
        }
        if (next.has("seq") && !next.path("type").asString().equals("caughtUp")) {
          places.add(next.path("seq").asLong());
        }
      }
      assertThat(places).containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
    }
  }

  @Test
  void comingAndGoingIsToldInTheReadersLanguage() {
    try (Probe english = Probe.open(server.port(), "/ws?room=lang&lang=en&name=Eve");
        Probe simplified = Probe.open(server.port(), "/ws?room=lang&lang=zh-CN&name=Hans");
        Probe header =
            Probe.open(
                server.port(), "/ws?room=lang&name=Hant", "Accept-Language: fr, zh-TW;q=0.8")) {
      english.await("caughtUp");
      simplified.await("caughtUp");
      header.await("caughtUp");
      try (Probe late = Probe.open(server.port(), "/ws?room=lang&name=Late")) {
        late.await("caughtUp");
        assertThat(noticeOf(english, "join")).isEqualTo("Late joined");
        assertThat(noticeOf(simplified, "join")).isEqualTo("Late 进来了");
        assertThat(noticeOf(header, "join")).isEqualTo("Late 進來了");
      }
      assertThat(noticeOf(english, "leave")).isEqualTo("Late left");
      english.say("{\"type\":\"nonsense\"}");
      simplified.say("{\"type\":\"nonsense\"}");
      assertThat(english.await("error").path("message").asString())
          .isEqualTo("Unknown type of message.");
      assertThat(simplified.await("error").path("message").asString()).isEqualTo("不认识的消息类型。");
    }
  }

  private static String noticeOf(Probe probe, String event) {
    return probe
        .await(m ->
            m.path("event").asString("").equals(event)
                && m.path("user").asString("").equals("Late"))
        .path("message")
        .asString();
  }

  @Test
  void historyIsReadThroughEachOfItsWindows() {
    fill("windows", 10);
    try (Probe probe = Probe.open(server.port(), "/ws", V1)) {
      assertThat(history(probe, "\"limit\":3")).containsExactly(8L, 9L, 10L);
      assertThat(history(probe, "\"before\":5,\"limit\":2")).containsExactly(3L, 4L);
      assertThat(history(probe, "\"after\":5,\"limit\":2")).containsExactly(6L, 7L);
      assertThat(history(probe, "\"around\":5,\"limit\":4")).containsExactly(3L, 4L, 5L, 6L);
      assertThat(history(probe, "\"around\":1,\"limit\":4")).startsWith(1L);
      assertThat(history(probe, "\"before\":0")).isEmpty();
      assertThat(history(probe, "\"before\":1")).isEmpty();
      assertThat(history(probe, "\"after\":10")).isEmpty();
      assertThat(history(probe, "\"after\":9223372036854775807")).isEmpty();
      assertThat(history(probe, "\"around\":9223372036854775807")).isEmpty();
      assertThat(history(probe, "\"before\":9223372036854775807,\"limit\":1")).containsExactly(10L);
      assertThat(history(probe, "\"limit\":100")).hasSize(10);
    }
  }

  @Test
  void roomsAreFoundByAPartOfTheirNameTakenLiterally() {
    fill("query-apple", 1);
    fill("query-apricot", 2);
    try (Probe probe = Probe.open(server.port(), "/ws?room=query-apple", V1)) {
      JsonNode both = Wire.ask(probe, "{\"type\":\"rooms\",\"query\":\"query-ap\"}").path("rooms");
      assertThat(both.findValuesAsString("room"))
          .containsExactlyInAnyOrder("query-apple", "query-apricot");
      JsonNode one = Wire.ask(probe, "{\"type\":\"rooms\",\"query\":\"apricot\"}").path("rooms");
      assertThat(one.findValuesAsString("room")).containsExactly("query-apricot");
      assertThat(one.path(0).path("head").asLong()).isEqualTo(2);
      for (String sign : List.of("%", "_", "\\\\", "' OR 1=1--", "*", "[a-z]")) {
        JsonNode none = Wire.ask(probe, "{\"type\":\"rooms\",\"query\":\"" + sign + "\"}");
        assertThat(none.path("rooms").size()).as(sign).isZero();
      }
      JsonNode who = Wire.ask(probe, "{\"type\":\"who\"}");
      assertThat(who.path("userCount").asInt()).isEqualTo(1);
    }
  }

  private static List<Long> history(Probe probe, String window) {
    JsonNode page = Wire.ask(probe, "{\"type\":\"history\",\"room\":\"windows\"," + window + "}");
    assertThat(page.path("head").asLong()).isEqualTo(10);
    List<Long> numbers = new ArrayList<>();
    page.path("entries").forEach(entry -> numbers.add(entry.path("seq").asLong()));
    return numbers;
  }

  private static List<Long> numbersToCaughtUp(Probe probe) {
    List<Long> numbers = new ArrayList<>();
    JsonNode next = probe.message();
    while (!next.path("type").asString().equals("caughtUp")) {
      if (next.path("type").asString().equals("chat")) {
        numbers.add(next.path("seq").asLong());
      }
      next = probe.message();
    }
    return numbers;
  }

  /** Writes so many messages into a new room. */
  private static void fill(String room, int messages) {
    try (Probe probe = Probe.open(server.port(), "/ws?room=" + room, V1)) {
      for (int i = 0; i < messages; i++) {
        Wire.ask(probe, "{\"type\":\"chat\",\"message\":\"m\"}");
      }
    }
  }
}
