package chat.parlor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.bench.FakeServer.Wrong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the bench calls good, and what not. */
class BenchTest {
  private static final int GOOD = 0;
  private static final int NOT_GOOD = 1;
  private static final int WRONG_WORDS = 2;

  @TempDir private Path folder;

  private int run(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json=" + json());
    all.add("--svg=" + folder.resolve("picture.svg"));
    return Bench.run(all, Bench.programs());
  }

  private Path json() {
    return folder.resolve("figures.json");
  }

  private JsonNode figures() throws IOException {
    return JsonMapper.shared().readTree(Files.readString(json()));
  }

  @Test
  void aShortRunOnARealServerIsGoodAndEveryReceiptIsCounted() throws IOException {
    int code = run("big-room", "--connections=50", "--seconds=2", "--warmup=0", "--floor");
    JsonNode figures = figures();
    assertThat(figures.get("faults").toString()).isEqualTo("[]");
    assertThat(code).isEqualTo(GOOD);
    assertThat(figures.get("good").booleanValue()).isTrue();
    assertThat(figures.get("rounds").size()).isEqualTo(2);
    for (JsonNode round : figures.get("rounds")) {
      assertThat(round.get("measured").intValue()).isEqualTo(50 * 50 * 2);
      assertThat(round.get("cpuSeconds").doubleValue()).isPositive();
      assertThat(round.get("rssKib").intValue()).isPositive();
    }
    assertThat(folder.resolve("picture.svg")).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({
    "NOTHING, 0, ",
    "SKIPS_A_NUMBER, 1, message 6 of room 0 after 4",
    "LOSES_ONE_FOR_ONE, 1, message 6 of room 0 after 4",
    "DOUBLES_ONE_FOR_ONE, 1, message 5 of room 0 after 5",
    "DROPS_ONE, 1, was dropped"
  })
  void aServerThatDoesThisWrongIsFoundOut(Wrong wrong, int code, String fault) throws IOException {
    try (FakeServer server = new FakeServer(wrong)) {
      assertThat(fiftyMessages(server)).isEqualTo(code);
      JsonNode figures = figures();
      assertThat(figures.get("good").booleanValue()).isEqualTo(code == GOOD);
      if (fault != null) {
        assertThat(figures.get("faults").toString()).contains(fault);
      }
    }
  }

  @Test
  void messagesThatNeverComeAreLost() throws IOException {
    try (FakeServer server = new FakeServer(Wrong.FALLS_SILENT)) {
      assertThat(fiftyMessages(server)).isEqualTo(NOT_GOOD);
      assertThat(figures().get("faults").toString()).contains("client 3 lost messages: it is at 4");
    }
  }

  private int fiftyMessages(FakeServer server) throws IOException {
    return run(
        "big-room",
        "--url=" + server.url(),
        "--connections=10",
        "--rate=50",
        "--seconds=1",
        "--warmup=0",
        "--patience=1");
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-scenario, --seconds=1",
    "big-room, --no-such-option=1",
    "big-room, --seconds=0",
    "big-room, --seconds=soon",
    "big-room, seconds=1",
    "publish, --keys=golden"
  })
  void wrongWordsAreNotRun(String scenario, String option) throws IOException {
    assertThat(run(scenario, option)).isEqualTo(WRONG_WORDS);
    assertThat(json()).doesNotExist();
  }
}
