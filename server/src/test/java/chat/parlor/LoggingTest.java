package chat.parlor;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.Settings.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @AfterEach
  void backToQuiet() {
    System.setErr(before);
    Logging.start(new Log(Log.Level.WARN, Log.Format.TEXT));
  }

  @Test
  void textHasOneLineAMessageWithItsLevel() {
    List<String> lines = logged(Log.Level.INFO, Log.Format.TEXT);
    assertThat(lines)
        .hasSize(2)
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z .*"));
    assertThat(lines.get(0)).endsWith("INFO  chat.parlor.Some 你好");
    assertThat(lines.get(1)).endsWith("WARN  io.netty.Thing loud");
  }

  @Test
  void jsonHasOneObjectALine() {
    assertThat(logged(Log.Level.INFO, Log.Format.JSON))
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"timestamp\":") && line.endsWith("}"))
        .anyMatch(line -> line.contains("\"level\":\"INFO\"") && line.contains("你好"));
  }

  @Test
  void librariesStayQuietWhereWeAreAskedToTalk() {
    assertThat(logged(Log.Level.TRACE, Log.Format.TEXT)).noneMatch(line -> line.contains("secret"));
    assertThat(logged(Log.Level.ERROR, Log.Format.TEXT)).isEmpty();
  }

  private List<String> logged(Log.Level level, Log.Format format) {
    bytes.reset();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    Logging.start(new Log(level, format));
    LoggerFactory.getLogger("chat.parlor.Some").info("你好");
    LoggerFactory.getLogger("io.netty.Thing").debug("a secret of a client");
    LoggerFactory.getLogger("io.netty.Thing").warn("loud");
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
