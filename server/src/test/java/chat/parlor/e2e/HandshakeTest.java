package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stands before a WebSocket, sent as literal requests. */
class HandshakeTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  @RegisterExtension
  static final OneServer server = OneServer.withoutLimits("--allowedOrigins=https://chat.example");

  @Test
  void theAnswerCarriesTheKeyOfTheRfc() {
    Wire.Http answer = Wire.http(server.port(), request());
    assertThat(answer.status()).isEqualTo(101);
    assertThat(answer.header("Sec-WebSocket-Accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assertThat(answer.header("Sec-WebSocket-Protocol")).isEmpty();
    assertThat(answer.header("Sec-WebSocket-Extensions")).isEmpty();
  }

  @Test
  void aPageOfAnotherSiteIsRefusedWhenTheRequestCarriesACookie() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    for (String origin :
        List.of(
            "https://evil.example",
            "null",
            "https://chat.example.evil.com",
            "https://evil-chat.example",
            "https://chat.example:444",
            "http://chat.example",
            "http://localhost:5173",
            "https://user@chat.example",
            "https://chat.example/",
            "")) {
      rows.put(origin, () -> refused(request("Cookie: session=abc", "Origin: " + origin), 403));
    }
    rows.put("no origin", () -> refused(request("Cookie: session=abc"), 403));
    rows.put(
        "two origins",
        () ->
            refused(
                request("Cookie: a=b", "Origin: https://chat.example", "Origin: https://evil"),
                403));
    rows.put("allowed", () -> accepted(request("Cookie: a=b", "Origin: https://chat.example")));
    rows.put("upper", () -> accepted(request("Cookie: a=b", "Origin: https://CHAT.example")));
    rows.put("port", () -> accepted(request("Cookie: a=b", "Origin: https://chat.example:443")));
    Wire.each(rows);
  }

  @Test
  void withoutACookieOwnPagesAndLocalOnesMayConnectAndForeignOnesMayNot() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    for (String origin :
        List.of("null", "http://localhost:5173", "http://127.0.0.1", "https://chat.example")) {
      rows.put(origin, () -> accepted(request("Origin: " + origin)));
    }
    rows.put("own", () -> accepted(request("Origin: http://127.0.0.1:" + server.port())));
    rows.put("evil", () -> refused(request("Origin: https://evil.example"), 403));
    Wire.each(rows);
  }

  @Test
  void onlyVersionThirteenIsSpoken() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    for (String version : List.of("8", "99", "", "13, 8")) {
      rows.put(
          version,
          () -> {
            Wire.Http answer =
                refused(
                    request()
                        .replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: " + version),
                    426);
            assertThat(answer.header("Sec-WebSocket-Version")).contains("13");
          });
    }
    rows.put("absent", () -> refused(request().replace("Sec-WebSocket-Version: 13\r\n", ""), 426));
    Wire.each(rows);
  }

  @Test
  void whatIsNoHandshakeIsRefused() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    rows.put("POST", () -> refused(request().replace("GET ", "POST "), 405));
    rows.put("HEAD", () -> assertStatus(request().replace("GET ", "HEAD "), 405));
    rows.put("no Host", () -> refused(request().replaceFirst("Host: [^\r]*\r\n", ""), 400));
    rows.put("two Hosts", () -> refused(request("Host: other"), 400));
    rows.put("no key", () -> refused(request().replace(KEY, ""), 400));
    rows.put("short key", () -> refused(request().replace(KEY, "c2hvcnQ="), 400));
    rows.put("no base64", () -> refused(request().replace(KEY, "dGhlIHNhbXBsZSBub25jZQ=!"), 400));
    rows.put(
        "both",
        () ->
            accepted(
                request()
                    .replace("Connection: Upgrade", "Connection: keep-alive, Upgrade")
                    .replace("Upgrade: websocket", "upgrade: WebSocket")));
    Wire.each(rows);
  }

  @Test
  void aHandshakeThatLostItsUpgradeOnTheWayIsToldThatOneIsNeeded() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("no Upgrade", request().replace("Upgrade: websocket\r\n", ""));
    rows.put("keep-alive", request().replace("Connection: Upgrade", "Connection: keep-alive"));
    rows.put("neither", "GET /ws?name=Ann HTTP/1.1\r\nHost: a\r\n\r\n");
    rows.put("to h2c", request().replace("Upgrade: websocket", "Upgrade: h2c"));
    rows.put("HTTP/1.0", request().replace("HTTP/1.1", "HTTP/1.0"));
    rows.put("HTTP/1.0, bare", "GET /ws HTTP/1.0\r\n\r\n");
    Wire.each(
        rows,
        request -> {
          Wire.Http answer = refused(request, 426);
          assertThat(answer.code()).isEqualTo("upgrade_required");
          assertThat(answer.header("Sec-WebSocket-Version")).contains("13");
          assertThat(answer.header("Connection")).contains("upgrade");
        });
  }

  @Test
  void aSubprotocolThatIsNotSpokenIsRefusedAndOursIsEchoed() {
    Wire.Http refused = refused(request("Sec-WebSocket-Protocol: chat, graphql-ws"), 400);
    assertThat(refused.body()).contains("parlor.v1");
    Wire.Http answer = Wire.http(server.port(), request("Sec-WebSocket-Protocol: x, parlor.v1"));
    assertThat(answer.status()).isEqualTo(101);
    assertThat(answer.header("Sec-WebSocket-Protocol")).contains("parlor.v1");
  }

  @Test
  void extensionsAreDeclined() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    List<String> offers =
        new ArrayList<>(
            List.of(
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=x",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "x-unknown"));
    offers.add("permessage-deflate, ".repeat(500) + "x");
    for (String offer : offers) {
      rows.put(
          offer.length() > 90 ? "500 offers" : offer,
          () ->
              assertThat(
                      Wire.http(server.port(), request("Sec-WebSocket-Extensions: " + offer))
                          .header("Sec-WebSocket-Extensions"))
                  .isEmpty());
    }
    Wire.each(rows);
  }

  @Test
  void requestsThatAreTooBigOrMalformedAreRefusedAndTheConnectionEnds() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    rows.put("header of 64 KiB", () -> ends(request("X-Big: " + "a".repeat(65_536)), 431));
    String many = "X-Many: 1234567890123456789012345678\r\n".repeat(1_000);
    rows.put(
        "1,000 headers", () -> ends(request().replace("Upgrade: w", many + "Upgrade: w"), 431));
    rows.put(
        "URL of 16 KiB",
        () -> ends(request().replace("/ws", "/ws?name=" + "a".repeat(16_384)), 414));
    rows.put("NUL", () -> ends(request("X-Nul: a\0b"), 400));
    rows.put("controls first", () -> ends("\u0001\u0002" + request(), 400));
    rows.put("xchunked", () -> ends(posted("Transfer-Encoding: chunked, xchunked"), 400));
    rows.put(
        "both lengths", () -> ends(posted("Transfer-Encoding: chunked", "Content-Length: 5"), 400));
    rows.put("two lengths", () -> ends(posted("Content-Length: 5", "Content-Length: 6"), 400));
    rows.put(
        "chunk extension",
        () -> ends(posted("Transfer-Encoding: chunked") + "1;a\nb\r\nx\r\n0\r\n\r\n", 400));
    rows.put("body of 1 MiB", () -> ends(posted("Content-Length: 1048576"), 413));
    Wire.each(rows);
  }

  @Test
  void whatComesAfterARefusedRequestIsNotReadAsAnother() {
    Wire.Http first =
        Wire.http(
            server.port(),
            posted("Content-Length: 5", "Transfer-Encoding: chunked")
                + "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(first.body()).doesNotContain("ok");
  }

  @Test
  void noAnswerTellsWhatTheServerIsMadeOf() {
    for (String path : List.of("/", "/nothing", "/healthz", "/ws")) {
      Wire.Http answer = Wire.get(server.port(), path);
      assertThat(answer.header("Server")).isEmpty();
      assertThat(answer.head() + answer.body()).doesNotContainIgnoringCase("netty");
      assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
      assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    }
  }

  private static String request(String... headers) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "GET /ws HTTP/1.1",
                "Host: 127.0.0.1:" + server.port(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: " + KEY));
    lines.addAll(List.of(headers));
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static String posted(String... headers) {
    return "POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + String.join("\r\n", headers)
        + "\r\n\r\n";
  }

  private static void accepted(String request) {
    assertThat(Wire.http(server.port(), request).status()).isEqualTo(101);
  }

  private static void assertStatus(String request, int status) {
    assertThat(Wire.http(server.port(), request).status()).isEqualTo(status);
  }

  private static Wire.Http refused(String request, int status) {
    Wire.Http answer = Wire.http(server.port(), request);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).contains("application/json; charset=utf-8");
    assertThat(answer.body()).contains("\"code\":", "\"message\":", "\"requestId\":");
    assertThat(answer.header("Upgrade").orElse("")).isEqualTo(status == 426 ? "websocket" : "");
    return answer;
  }

  private static void ends(String request, int status) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(5_000);
      Thread sender =
          Thread.startVirtualThread(() -> {
            try {
              socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (java.io.IOException gone) {
              // refused before all of it was taken
            }
          });
      Wire.Http answer = Wire.answer(socket.getInputStream());
      sender.join();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }
}
