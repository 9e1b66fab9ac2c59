package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps the server from starting, and how it says so. */
class StartTest {
  @TempDir Path folder;

  @Test
  void aSecretOfThirtyOneBytesIsRefusedInOneClearLine() throws Exception {
    String secret = "0123456789abcdef0123456789abcde";
    assertThat(startFails("--auth.jwt.secret=" + secret))
        .contains("auth.jwt.secret")
        .contains("at least 32 bytes are needed, it has 31 bytes")
        .doesNotContain(secret)
        .doesNotContain("Exception");
  }

  @Test
  void theSecretOfTheTutorialIsRefusedInOneClearLine() throws Exception {
    assertThat(startFails("--auth.jwt.secret=secret"))
        .contains("auth.jwt.secret")
        .contains("the sample of the tutorials, which everybody knows")
        .doesNotContain("Exception");
  }

  private String startFails(String option) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ParlorProcess.command(
                    List.of(), List.of("--port=0", "--data=" + folder.resolve("data"), option)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    return output;
  }
}
