package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the tests of literal bytes have in common. */
final class Wire {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SECONDS_TO_ANSWER = 15;

  private Wire() {}

  /** One row of a table of inputs: what is sent, and what must come of it. */
  interface Row {
    void check() throws Exception;
  }

  /** Checks all rows at once, each on a thread of its own, and tells of every one that fails. */
  static void each(Map<String, Row> rows) {
    assertThat(rows).isNotEmpty();
    Map<String, Future<?>> checks = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      rows.forEach((title, row) ->
          checks.put(
              title,
              threads.submit(() -> {
                row.check();
                return title;
              })));
    }
    checks.forEach((title, check) -> {
      if (check.state() == Future.State.FAILED) {
        failures.add(title + ": " + check.exceptionNow());
      }
    });
    assertThat(failures).isEmpty();
  }

  /** The same check for each of these inputs. */
  static <T> void each(Map<String, T> inputs, Consumer<T> check) {
    Map<String, Row> rows = new TreeMap<>();
    inputs.forEach((title, input) -> rows.put(title, () -> check.accept(input)));
    each(rows);
  }

  /** The one Close frame that comes; after it nothing, and the socket is gone within 2 s. */
  static Probe.Frame closedOnce(Probe probe) {
    Probe.Frame close = probe.awaitClose();
    long since = System.nanoTime();
    for (Probe.Frame more = probe.next(2_500); more != null; more = probe.next(2_500)) {
      throw new AssertionError("after the Close frame came one of opcode " + more.opcode());
    }
    assertThat((System.nanoTime() - since) / 1_000_000).as("ms to the end").isLessThan(2_000);
    return close;
  }

  /** The process lives, and somebody else is served. */
  static void serves(ParlorProcess server) {
    assertThat(server.alive()).isTrue();
    try (Probe other =
        Probe.open(server.port(), "/ws?room=served", "Sec-WebSocket-Protocol: " + "parlor.v1")) {
      other.await("joined");
      other.say("{\"type\":\"chat\",\"ref\":\"served\",\"message\":\"still here\"}");
      assertThat(other.await("ack").path("ref").asString()).isEqualTo("served");
    }
  }

  /** Says a frame and returns its answer, known by a ref that is put in. */
  static JsonNode ask(Probe probe, String json) {
    String ref = "r" + System.nanoTime();
    probe.say("{\"ref\":\"" + ref + "\"," + json.substring(1));
    return probe.await(message -> message.path("ref").asString("").equals(ref));
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return bytes;
  }

  /** An answer over HTTP, read to the end of the connection or of its body. */
  record Http(int status, String head, String body) {
    Optional<String> header(String name) {
      return Arrays.stream(head.split("\r\n", -1))
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }

    String code() {
      return JSON.readTree(body).path("code").asString();
    }
  }

  /** A GET of this path with these header lines. */
  static Http get(int port, String path, String... headers) {
    List<String> lines =
        new ArrayList<>(List.of("GET " + path + " HTTP/1.1", "Host: 127.0.0.1:" + port));
    lines.addAll(List.of(headers));
    lines.add("Connection: close");
    return http(port, String.join("\r\n", lines) + "\r\n\r\n");
  }

  /** Sends these characters, each up to U+00FF as one byte, and reads one answer. */
  static Http http(int port, String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SECONDS_TO_ANSWER * 1_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      if (request.startsWith("HEAD ")) {
        String head = head(socket.getInputStream());
        return new Http(Integer.parseInt(head.substring(9, 12)), head, "");
      }
      return answer(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one answer. */
  static Http answer(InputStream in) throws IOException {
    String head = head(in);
    Http bare = new Http(head.isEmpty() ? -1 : Integer.parseInt(head.substring(9, 12)), head, "");
    int length = bare.header("content-length").map(Integer::parseInt).orElse(0);
    byte[] body = in.readNBytes(bare.status() == 101 ? 0 : length);
    return new Http(bare.status(), head, new String(body, StandardCharsets.UTF_8));
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
