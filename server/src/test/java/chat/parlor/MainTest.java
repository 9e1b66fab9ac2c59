package chat.parlor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpNamesEveryOption() {
    assertThat(run("serve", "--help")).isZero();
    for (Option option : Option.values()) {
      assertThat(text(out)).contains("--" + option.key() + "=").contains(option.meaning());
    }
    assertThat(text(err)).isEmpty();
  }

  @Test
  void aMoveThatDoesNotSayWhereToEndsWith2() {
    assertThat(run("move-store", "--data=data")).isEqualTo(2);
  }

  @Test
  void wrongOptionsEndWith2AndAllOfThemAreTold() {
    assertThat(run("serve", "--port=x", "--nothing=1", "--data=")).isEqualTo(2);
    assertThat(text(err))
        .contains("parlor: port (--port)")
        .contains("parlor: --nothing: there is no such option")
        .contains("parlor: data (--data)");
    assertThat(text(out)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en|127.0.0.1|ws://localhost:4567/ws?name=|--host=0.0.0.0",
        "zh-Hans|127.0.0.1|客户端连接|--host=0.0.0.0",
        "zh-Hant|127.0.0.1|用戶端連線|--host=0.0.0.0",
        "en|0.0.0.0|ws://localhost:4567/ws?name=|WARNING",
        "zh-Hans|0.0.0.0|ws://localhost:4567/ws?name=|警告",
        "en|::|ws://localhost:4567/ws?name=|WARNING",
      })
  void theBannerTellsHowToConnectAndWhoMayEnter(
      String language, String host, String first, String second) {
    List<String> flags = List.of("--language=" + language, "--host=" + host);
    List<String> lines = Banner.lines(settings(flags), 4567);
    assertThat(String.join("\n", lines)).contains(first).contains(second);
  }

  @Test
  void withoutGuestsAnOpenHostIsNoReasonToWarn() {
    List<String> flags =
        List.of(
            "--host=0.0.0.0",
            "--auth.guests=off",
            "--auth.jwt.secret=0123456789abcdef0123456789abcdef");
    assertThat(String.join("\n", Banner.lines(settings(flags), 1))).doesNotContain("WARNING");
  }

  private static Settings settings(List<String> flags) {
    return ((Settings.Outcome.Good) Settings.read(flags, Map.of(), Path.of("/nonexistent")))
        .settings();
  }

  private int run(String... words) {
    Main main =
        new Main(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return main.run(List.of(words), Map.of());
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
