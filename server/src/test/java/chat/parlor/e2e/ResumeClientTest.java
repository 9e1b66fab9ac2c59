package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of "Resume" in docs/reference/protocol.md, run as it stands there by Node. */
class ResumeClientTest {
  private static final Pattern SHOWN = Pattern.compile("(?m)^([0-9]+) (?:.*): line ([0-9]+)$");
  private static final long MOST_NANOS = 30_000_000_000L;

  /** What a browser does and Node 20 does not: a connection that fails has a close event, too. */
  private static final String AS_IN_A_BROWSER =
      """
      globalThis.WebSocket = class extends WebSocket {
        constructor(...all) {
          super(...all);
          let closed = false;
          this.addEventListener('close', () => { closed = true; });
          this.addEventListener('error', () => setTimeout(() => {
            if (!closed) this.onclose({ code: 1006, reason: '' });
          }, 50));
        }
      };
      const show = (line) => console.log(line);
      """;

  @TempDir Path folder;

  @Test
  void nothingIsMissingAndNothingTwiceThoughTheServerIsKilledInBetween() throws IOException {
    try (ParlorProcess server = ParlorProcess.in(folder).withoutLimits().start()) {
      Path output = folder.resolve("node.log");
      Process node = node(server.port(), output);
      try (BufferedWriter lines = node.outputWriter()) {
        say(lines, 1, 5);
        await(output, 5);
        server.kill();
        say(lines, 6, 10);
        server.restart();
        await(output, 10);
        say(lines, 11, 12);
        await(output, 12);
        List<MatchResult> shown = shown(output);
        List<String> expected = IntStream.rangeClosed(1, 12).mapToObj(Integer::toString).toList();
        assertThat(shown).extracting(one -> one.group(1)).containsExactlyElementsOf(expected);
        assertThat(shown).extracting(one -> one.group(2)).containsExactlyElementsOf(expected);
        assertThat(Files.readString(output)).doesNotContain("starting over", "! ");
      } finally {
        node.destroyForcibly();
      }
    }
  }

  private Process node(int port, Path output) throws IOException {
    String reference = Files.readString(Path.of("../docs/reference/protocol.md"));
    Matcher code = Pattern.compile("(?s)## Resume\n.*?```js\n(.*?)```").matcher(reference);
    assertThat(code.find()).isTrue();
    String client = code.group(1);
    assertThat(client).contains("ws://localhost:3000/ws?");
    Path script =
        Files.writeString(
            folder.resolve("client.js"),
            AS_IN_A_BROWSER
                + client.replace("localhost:3000", "127.0.0.1:" + port)
                + "require('node:readline').createInterface({ input: process.stdin })"
                + ".on('line', send);\n");
    // Node 20 hides its WebSocket behind this flag; later ones take it and need it no more.
    return new ProcessBuilder("node", "--experimental-websocket", script.toString())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static void say(BufferedWriter lines, int from, int to) throws IOException {
    for (int i = from; i <= to; i++) {
      lines.write("line " + i + "\n");
    }
    lines.flush();
  }

  private static List<MatchResult> shown(Path output) throws IOException {
    return SHOWN.matcher(Files.readString(output)).results().toList();
  }

  private static void await(Path output, int messages) throws IOException {
    long until = System.nanoTime() + MOST_NANOS;
    while (shown(output).size() < messages) {
      assertThat(System.nanoTime() - until).as(Files.readString(output)).isNegative();
      ParlorProcess.pause(20);
    }
  }
}
