package chat.parlor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder that an earlier version wrote is opened by this one, and reads back the same. {@code
 * upgrades/first} was written before there was a second store: its files, and what a client was
 * shown then.
 */
class UpgradeTest {
  private static final Path EARLIER = Path.of("src/test/resources/upgrades/first");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @BeforeEach
  void theFolderOfTheEarlierVersion() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    for (String file : List.of("parlor.db", "nonce", "turn")) {
      Files.copy(EARLIER.resolve(file), data.resolve(file));
    }
    Files.createFile(data.resolve("lock"));
  }

  @Test
  void everyMessageIsThereUnderItsNumberWithItsBytes() throws IOException {
    JsonNode facts = JSON.readTree(Files.readString(EARLIER.resolve("facts.json")));
    List<String> shown = Files.readAllLines(EARLIER.resolve("entries.jsonl"), UTF_8);
    try (ParlorProcess server = start();
        Probe probe = asBefore(server, facts)) {
      List<String> now = new ArrayList<>();
      for (String room : List.of("lobby", "大厅", "a room with a name", direct(facts))) {
        probe.say("{\"type\":\"join\",\"room\":\"%s\",\"after\":0}".formatted(room));
        JsonNode joined =
            probe.await(it ->
                it.path("type").asString().equals("joined")
                    && it.path("room").asString().equals(room));
        assertThat(joined.path("epoch")).isEqualTo(facts.path("epoch"));
        for (long seq = 0; seq < joined.path("head").asLong(); seq++) {
          now.add(entry(probe, room));
        }
      }
      assertThat(now).isEqualTo(shown);
    }
  }

  @Test
  void aMessageSentAgainIsTheOneOfBefore() throws IOException {
    JsonNode facts = JSON.readTree(Files.readString(EARLIER.resolve("facts.json")));
    JsonNode first =
        JSON.readTree(Files.readAllLines(EARLIER.resolve("entries.jsonl"), UTF_8).getFirst());
    try (ParlorProcess server = start();
        Probe probe = asBefore(server, facts)) {
      probe.say("{\"type\":\"join\",\"room\":\"lobby\"}");
      probe.await("joined");
      JsonNode same =
          JSON.createObjectNode()
              .put("type", "chat")
              .put("room", "lobby")
              .put("id", first.path("clientId").asString())
              .put("message", first.path("message").asString());
      JsonNode ack = Wire.ask(probe, same.toString());
      assertThat(ack.path("seq")).isEqualTo(first.path("seq"));
      assertThat(ack.path("duplicate").asBoolean()).isTrue();
      JsonNode next = Wire.ask(probe, "{\"type\":\"chat\",\"room\":\"lobby\",\"message\":\"new\"}");
      assertThat(next.path("seq").asLong()).isEqualTo(6);
    }
  }

  private ParlorProcess start() {
    return ParlorProcess.in(folder).withoutLimits().on("sqlite").start();
  }

  private static Probe asBefore(ParlorProcess server, JsonNode facts) {
    Probe probe =
        Probe.open(
            server.port(),
            "/ws?token=" + facts.path("token").asString(),
            "Sec-WebSocket-Protocol: parlor.v1");
    assertThat(probe.await("welcome").path("you").path("userId")).isEqualTo(facts.path("userId"));
    return probe;
  }

  private static String direct(JsonNode facts) {
    return facts.path("direct").asString();
  }

  private static String entry(Probe probe, String room) {
    while (true) {
      Probe.Frame frame = probe.next(10_000);
      assertThat(frame).isNotNull();
      if (frame != null
          && frame.opcode() == 1
          && frame.text().startsWith("{\"type\":\"chat\",\"room\":\"" + room + "\"")) {
        return frame.text();
      }
    }
  }
}
