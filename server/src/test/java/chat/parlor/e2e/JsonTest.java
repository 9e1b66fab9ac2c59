package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Text frames that are not what they should be, and the answers to them. */
class JsonTest {
  private static final String V1 = "Sec-WebSocket-Protocol: parlor.v1";

  @RegisterExtension static final OneServer server = OneServer.withoutLimits();

  @Test
  void whatIsNoJsonIsRefusedAndTheConnectionGoesOn() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    for (String text :
        List.of(
            "{",
            "{\"a\":1e999}",
            "{\"a\":NaN}",
            "{\"type\":\"ping\"}x",
            "{\"type\":\"ping\"}{}",
            "{\"type\":\"ping\",}",
            "{\"type\":\"ping\"/**/}",
            "{'type':'ping'}",
            "{\"type\":\"ping\",\"type\":\"ping\"}",
            "{\"type\":\"ping\",\"x\":{\"a\":1,\"a\":2}}",
            "{\"x\":" + "[".repeat(20) + "]".repeat(20) + "}",
            "{\"x\":" + "1".repeat(21) + "}",
            "{\"" + "n".repeat(129) + "\":1}",
            "{\"type\":\"ping\",\"x\":\"\t\"}")) {
      rows.put(text, () -> refused("", text, "bad_json", ""));
      rows.put("v1 " + text, () -> refused(V1, text, "bad_json", ""));
    }
    for (String text : List.of("[]", "null", "\"x\"", "", "  ", "hello", "\ufeff{\"type\":1}")) {
      rows.put("v1 only " + text, () -> refused(V1, text, "bad_json", ""));
    }
    Wire.each(rows);
  }

  @Test
  void wrongTypesAreRefusedByTheNameOfTheField() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    String[][] wrong = {
      {"{\"type\":\"chat\",\"message\":\"a\",\"room\":{\"$gt\":\"\"}}", "room"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"roomId\":[\"lobby\"]}", "roomId"},
      {"{\"type\":\"chat\",\"message\":[\"a\"]}", "message"},
      {"{\"type\":\"chat\",\"content\":7}", "content"},
      {"{\"type\":\"chat\"}", "message"},
      {"{\"type\":\"chat\",\"message\":\" \\n \"}", "message"},
      {"{\"type\":\"chat\",\"message\":\"\\ud800\"}", "message"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"replyTo\":-1}", "replyTo"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"replyTo\":1.5}", "replyTo"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"replyTo\":\"5\"}", "replyTo"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"replyTo\":9223372036854775808}", "replyTo"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"id\":\"\"}", "id"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"id\":\"short\"}", "id"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"id\":\"" + "k".repeat(65) + "\"}", "id"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"id\":\"12345678\\u0000\"}", "id"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"room\":\"a\\u202eb\"}", "room"},
      {"{\"type\":\"chat\",\"message\":\"a\",\"room\":\"" + "r".repeat(65) + "\"}", "room"},
      {"{\"type\":\"join\",\"room\":\"a\",\"last\":1001}", "last"},
      {"{\"type\":\"join\",\"room\":\"a\",\"last\":-1}", "last"},
      {"{\"type\":\"join\",\"room\":\"a\",\"echo\":\"false\"}", "echo"},
      {"{\"type\":\"join\",\"room\":\"a\",\"epoch\":5}", "epoch"},
      {"{\"type\":\"join\"}", "room"},
      {"{\"type\":\"join\",\"rooms\":[]}", "rooms"},
      {"{\"type\":\"join\",\"rooms\":[\"a\",\"a\"]}", "rooms"},
      {"{\"type\":\"history\",\"limit\":101}", "limit"},
      {"{\"type\":\"history\",\"limit\":0}", "limit"},
      {"{\"type\":\"history\",\"before\":1,\"after\":1}", "after"},
      {"{\"type\":\"stretches\",\"count\":0}", "count"},
      {"{\"type\":\"stretches\",\"count\":101}", "count"},
      {"{\"type\":\"private\",\"message\":\"a\"}", "to"},
      {"{\"type\":\"rooms\",\"query\":\"" + "q".repeat(65) + "\"}", "query"},
      {"{\"type\":\"auth\"}", "token"},
      {"{\"type\":7}", "type"},
      {"{}", "type"}
    };
    for (String[] row : wrong) {
      rows.put(row[0], () -> refused("", row[0], "invalid_field", row[1]));
    }
    rows.put("empty", () -> refused("", "", "invalid_field", "message"));
    rows.put("blank", () -> refused("", " \t\r\n", "invalid_field", "message"));
    rows.put("type", () -> refused("", "{\"type\":\"shutdown\"}", "unknown_type", ""));
    rows.put("case", () -> refused("", "{\"type\":\"CHAT\"}", "unknown_type", ""));
    rows.put("system", () -> refused("", "{\"type\":\"system\"}", "forbidden", ""));
    rows.put("ref", () -> refused("", "{\"type\":\"ping\",\"ref\":1.5}", "invalid_field", "ref"));
    Wire.each(rows);
  }

  @Test
  void whatAClientMayNotSayOfItselfIsNeverBelieved() {
    try (Probe probe = open("/ws?room=belief&name=Ann", "")) {
      String me = probe.message().path("you").path("userId").asString();
      probe.say(
          """
          {"type":"chat","message":"hi","seq":99,"time":"1999-01-01T00:00:00.000Z",
          "userId":"root","user_id":"root","user":"Root","isAdmin":true,"ts":1,"role":"owner",
          "__proto__":{"admin":true},"constructor":{"x":1},"clientId":"87654321"}\
          """);
      JsonNode chat = probe.await("chat");
      assertThat(chat.path("seq").asLong()).isEqualTo(1);
      assertThat(chat.path("userId").asString()).isEqualTo(me);
      assertThat(chat.path("user").asString()).isEqualTo("Ann");
      assertThat(chat.path("time").asString()).startsWith("20").doesNotStartWith("1999");
      assertThat(chat.propertyNames())
          .containsExactlyInAnyOrder("type", "room", "seq", "time", "userId", "user", "message");
    }
  }

  @Test
  void lengthIsCountedInUtf16Units() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    rows.put("1,000 letters", () -> accepted("a".repeat(1_000)));
    rows.put("1,000 你", () -> accepted("你".repeat(1_000)));
    rows.put("500 😀", () -> accepted("😀".repeat(500)));
    rows.put("markup", () -> accepted("<script>alert(1)</script> ' OR 1=1-- %_\\ &amp; \u0000"));
    rows.put("1,001 letters", () -> refused("", "a".repeat(1_001), "too_long", "message"));
    rows.put("1,001 你", () -> refused("", "你".repeat(1_001), "too_long", "message"));
    rows.put("501 😀", () -> refused("", "😀".repeat(501), "too_long", "message"));
    Wire.each(rows);
  }

  @Test
  void theEleventhFrameInAMinuteThatIsNoJsonEndsTheConnection() {
    try (Probe probe = open("/ws", V1)) {
      for (int i = 0; i < 10; i++) {
        probe.say("[]");
        assertThat(probe.await("error").path("code").asString()).isEqualTo("bad_json");
      }
      assertThat(Wire.ask(probe, "{\"type\":\"ping\"}").path("type").asString()).isEqualTo("pong");
      probe.say("[]");
      assertThat(Wire.closedOnce(probe).closeCode()).isEqualTo(4501);
    }
  }

  @Test
  void aRefComesBackAsItWasWritten() {
    try (Probe probe = open("/ws", "")) {
      probe.await("caughtUp");
      for (String ref : List.of("1", "-7", "\"a\"", "\"你\\\"\"", "9007199254740993", "\"\"")) {
        probe.say("{\"type\":\"ping\",\"ref\":" + ref + "}");
        assertThat(probe.await("pong").path("ref").toString()).isEqualTo(ref);
      }
    }
  }

  private static void accepted(String text) {
    try (Probe probe = open("/ws?room=l" + System.nanoTime(), "")) {
      probe.await("caughtUp");
      probe.say(text);
      assertThat(probe.await("chat").path("message").asString()).isEqualTo(text);
    }
  }

  private static void refused(String header, String text, String code, String field) {
    try (Probe probe = open("/ws", header)) {
      probe.say(text);
      JsonNode error = probe.await("error");
      assertThat(error.path("code").asString()).isEqualTo(code);
      assertThat(error.path("field").asString("")).isEqualTo(field);
      assertThat(error.path("message").asString()).isNotBlank();
      probe.say("{\"type\":\"ping\",\"ref\":5}");
      assertThat(probe.await("pong").path("ref").asInt()).isEqualTo(5);
    }
  }

  private static Probe open(String path, String header) {
    return header.isEmpty()
        ? Probe.open(server.port(), path)
        : Probe.open(server.port(), path, header);
  }
}
