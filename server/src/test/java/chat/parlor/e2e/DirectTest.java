package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Messages between two persons, and what others see of them: nothing. */
class DirectTest {
  private static final String V1 = "Sec-WebSocket-Protocol: parlor.v1";

  @RegisterExtension static final OneServer server = OneServer.withoutLimits();

  /** A guest of this name; the welcome is still to be read. */
  private static Probe guest(String name) {
    return Probe.open(server.port(), "/ws?name=" + name, V1);
  }

  private static JsonNode send(Probe probe, String to, String message) {
    return Wire.ask(
        probe, "{\"type\":\"private\",\"to\":\"" + to + "\",\"message\":\"" + message + "\"}");
  }

  @Test
  void aPrivateMessageReachesTheOtherByNameAndByUserIdInOneRoom() {
    try (Probe ann = guest("Ann");
        Probe bob = guest("Bob")) {
      String annId = ann.await("welcome").path("you").path("userId").asString();
      String bobId = bob.await("welcome").path("you").path("userId").asString();
      JsonNode ack = send(ann, "bob", "by name");
      String room = ack.path("room").asString();
      assertThat(room).startsWith("~").hasSizeGreaterThanOrEqualTo(9);
      JsonNode joined = bob.await("joined");
      assertThat(joined.path("room").asString()).isEqualTo(room);
      assertThat(joined.path("direct").path("userId").asString()).isEqualTo(annId);
      assertThat(joined.path("title").asString()).isEqualTo("Ann");
      assertThat(bob.await("chat").path("message").asString()).isEqualTo("by name");
      assertThat(send(ann, bobId, "by id").path("room").asString()).isEqualTo(room);
      assertThat(bob.await("chat").path("message").asString()).isEqualTo("by id");
      JsonNode back = send(bob, "Ann", "back");
      assertThat(back.path("room").asString()).isEqualTo(room);
      assertThat(back.path("seq").asLong()).isEqualTo(3);
      assertThat(Wire.ask(bob, "{\"type\":\"chat\",\"message\":\"x\"}").path("code").asString())
          .as("a direct room is never the current one by itself")
          .isEqualTo("no_room");
    }
  }

  @Test
  void whoIsNotThereOrIsOneselfIsRefused() {
    try (Probe eve = guest("Eve")) {
      String me = eve.await("welcome").path("you").path("userId").asString();
      for (String absent : List.of("Nobody", "guest-aaaaaaaaaaaaaaaaaaaa", "~aaaaaaaaaa")) {
        JsonNode error = send(eve, absent, "hello");
        assertThat(error.path("code").asString()).isEqualTo("no_such_person");
        assertThat(error.path("field").asString()).isEqualTo("to");
      }
      for (String myself : List.of(me, "Eve", "EVE")) {
        JsonNode error = send(eve, myself, "hello");
        assertThat(error.path("code").asString()).isEqualTo("invalid_field");
        assertThat(error.path("field").asString()).isEqualTo("to");
      }
    }
  }

  @Test
  void whoWasTalkedToBeforeCanBeWrittenToWhileAbsentAndFindsItLater() {
    try (Probe kim = guest("Kim")) {
      kim.await("welcome");
      JsonNode lee;
      try (Probe there = guest("Lee")) {
        lee = there.await("welcome");
        send(kim, "Lee", "hello");
        there.await("chat");
      }
      String leeId = lee.path("you").path("userId").asString();
      JsonNode ack = send(kim, leeId, "while you were away");
      assertThat(ack.path("seq").asLong()).isEqualTo(2);
      String again = "/ws?token=" + lee.path("token").asString();
      try (Probe back = Probe.open(server.port(), again, V1)) {
        JsonNode direct = back.await("welcome").path("direct");
        assertThat(direct.size()).isEqualTo(1);
        assertThat(direct.path(0).path("head").asLong()).isEqualTo(2);
        assertThat(direct.path(0).path("with").path("name").asString()).isEqualTo("Kim");
        String room = direct.path(0).path("room").asString();
        back.say("{\"type\":\"join\",\"after\":1,\"room\":\"" + room + "\"}");
        assertThat(back.await("chat").path("message").asString()).isEqualTo("while you were away");
      }
    }
  }

  @Test
  void aDirectRoomAnswersOthersExactlyAsOneThatDoesNotExist() {
    try (Probe mia = guest("Mia");
        Probe noa = guest("Noa");
        Probe eve = guest("Evil")) {
      mia.await("welcome");
      noa.await("welcome");
      eve.await("welcome");
      String room = send(mia, "Noa", "secret").path("room").asString();
      String none = "~" + "a".repeat(room.length() - 1);
      for (String frame :
          List.of(
              "{\"type\":\"join\",\"room\":\"ROOM\"}",
              "{\"type\":\"join\",\"room\":\"ROOM\",\"after\":0,\"last\":10}",
              "{\"type\":\"leave\",\"room\":\"ROOM\"}",
              "{\"type\":\"history\",\"room\":\"ROOM\"}",
              "{\"type\":\"history\",\"room\":\"ROOM\",\"around\":1}",
              "{\"type\":\"stretches\",\"room\":\"ROOM\"}",
              "{\"type\":\"who\",\"room\":\"ROOM\"}",
              "{\"type\":\"chat\",\"room\":\"ROOM\",\"message\":\"in\"}",
              "{\"type\":\"chat\",\"room\":\"ROOM\",\"message\":\"in\",\"id\":\"12345678\"}")) {
        String hidden = answer(eve, frame, room);
        assertThat(hidden).contains("\"code\":\"not_found\"").doesNotContain("secret");
        assertThat(hidden).isEqualTo(answer(eve, frame, none));
      }
      JsonNode rooms = Wire.ask(eve, "{\"type\":\"rooms\"}");
      assertThat(rooms.toString()).doesNotContain(room);
      assertThat(Wire.ask(mia, "{\"type\":\"rooms\",\"query\":\"noa\"}").toString()).contains(room);
      JsonNode history =
          Wire.ask(noa, "{\"type\":\"history\",\"room\":\"" + room + "\"}").path("entries");
      assertThat(history.findValuesAsString("message")).containsExactly("secret");
    }
  }

  /** The answer about this room, without what it repeats of the question. */
  private static String answer(Probe probe, String frame, String room) {
    JsonNode answer = Wire.ask(probe, frame.replace("ROOM", room));
    String ref = answer.path("ref").asString();
    return answer.toString().replace(room, "ROOM").replace(ref, "REF");
  }
}
