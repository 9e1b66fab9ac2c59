package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** nginx with the lines of deploy/nginx.conf before a real server (Debian: nginx-light). */
class ProxyTest {
  @TempDir Path folder;

  @Test
  void throughATrustedNginxThePageLoadsPeopleChatAndAddressesAreTheirOwn() throws Exception {
    try (ParlorProcess server =
            ParlorProcess.in(Files.createDirectory(folder.resolve("parlor")))
                .with("--trustedProxies=127.0.0.1", "--limits.connectionsPerAddress=1")
                .start();
        Nginx nginx = new Nginx(folder, server.port())) {
      assertThat(Wire.get(nginx.port, "/").body()).contains("<!doctype html>");
      assertThat(Wire.get(nginx.port, "/metrics").status()).isEqualTo(404);
      assertThat(Wire.get(nginx.port, "/api/stats").status()).isEqualTo(404);
      assertThat(Wire.get(server.port(), "/metrics").status()).isEqualTo(200);
      try (Socket first = handshake(nginx.port, "127.0.0.2", "X-Forwarded-For: 9.9.9.9")) {
        assertThat(Wire.answer(first.getInputStream()).status()).isEqualTo(101);
        try (Socket second = handshake(nginx.port, "127.0.0.3", "X-Forwarded-For: 9.9.9.9");
            Socket same = handshake(nginx.port, "127.0.0.2", "X-Forwarded-For: 8.8.8.8")) {
          assertThat(Wire.answer(second.getInputStream()).status()).isEqualTo(101);
          assertThat(Wire.answer(same.getInputStream()).status()).isEqualTo(429);
        }
      }
      assertThat(Files.readString(nginx.accessLog())).contains("/ws").doesNotContain("token");
    }
  }

  @Test
  void throughAnNginxThatIsNotTrustedAllCountAsOneAddress() throws Exception {
    try (ParlorProcess server =
            ParlorProcess.in(Files.createDirectory(folder.resolve("parlor")))
                .with("--limits.connectionsPerAddress=2")
                .start();
        Nginx nginx = new Nginx(folder, server.port())) {
      try (Probe ann = Probe.open(nginx.port, "/ws?name=Ann");
          Probe bob = Probe.open(nginx.port, "/ws?name=Bob")) {
        ann.await("caughtUp");
        bob.await("caughtUp");
        ann.say("through nginx");
        JsonNode read = bob.await("chat");
        assertThat(read.path("message").asString()).isEqualTo("through nginx");
        assertThat(Wire.get(nginx.port, "/metrics").status()).isEqualTo(404);
        try (Socket other = handshake(nginx.port, "127.0.0.2", "X-Forwarded-For: 9.9.9.9")) {
          assertThat(Wire.answer(other.getInputStream()).status()).isEqualTo(429);
        }
      }
    }
  }

  @Test
  void belowAPathThatTheProxyStripsThePageItsFilesAndTheWebSocketWork() throws Exception {
    try (ParlorProcess server =
            ParlorProcess.in(Files.createDirectory(folder.resolve("parlor"))).start();
        Nginx nginx = new Nginx(folder, server.port(), ProxyTest::belowChat)) {
      for (String path :
          List.of(
              "/chat/",
              "/chat/r/lobby",
              "/chat/r/lobby/5",
              "/chat/r/%E5%A4%A7%E5%8E%85/5",
              "/chat/r/a%20b")) {
        Wire.Http page = Wire.get(nginx.port, path);
        assertThat(page.status()).as(path).isEqualTo(200);
        URI base = URI.create(path).resolve(first("<base href=\"([^\"]+)\"", page));
        assertThat(base.toString()).as(path).isEqualTo("/chat/");
        URI script = base.resolve(first("src=\"(\\./assets/[^\"]+\\.js)\"", page));
        Wire.Http packed = Wire.get(nginx.port, script.toString(), "Accept-Encoding: gzip");
        assertThat(packed.header("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(packed.header("Content-Encoding")).contains("gzip");
      }
      try (Probe ann = Probe.open(nginx.port, "/chat/ws?room=tea")) {
        ann.await("caughtUp");
        ann.say("from below");
        assertThat(ann.await("chat").path("message").asString()).isEqualTo("from below");
      }
    }
  }

  private static String belowChat(String lines) {
    return lines
        .replace("location / {", "location /chat/ {")
        .replace("proxy_pass http://parlor;", "proxy_pass http://parlor/;");
  }

  private static String first(String pattern, Wire.Http page) {
    Matcher found = Pattern.compile(pattern).matcher(page.body());
    assertThat(found.find()).as(page.body()).isTrue();
    return found.group(1);
  }

  @Test
  void throughANginxThatDropsTheUpgradeTheAnswerSaysThatOneIsNeeded() throws Exception {
    try (ParlorProcess server =
            ParlorProcess.in(Files.createDirectory(folder.resolve("parlor"))).start();
        Nginx nginx = new Nginx(folder, server.port(), ProxyTest::withoutUpgrade)) {
      assertThat(Wire.get(nginx.port, "/").status()).isEqualTo(200);
      try (Socket socket = handshake(nginx.port, "127.0.0.2", "X-Other: a")) {
        Wire.Http answer = Wire.answer(socket.getInputStream());
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.code()).isEqualTo("upgrade_required");
      }
    }
  }

  /** As nginx does by itself: HTTP/1.0, and nothing of one hop goes to the next. */
  private static String withoutUpgrade(String lines) {
    return lines.replaceAll("(?m)^ *proxy_(http_version|set_header (Upgrade|Connection)) .*$", "");
  }

  private static Socket handshake(int port, String from, String header) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    socket.setSoTimeout(10_000);
    String request =
        String.join(
            "\r\n",
            "GET /ws?token= HTTP/1.1",
            "Host: chat.example",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            header,
            "\r\n");
    socket.getOutputStream().write(Wire.utf8(request));
    return socket;
  }

  /** An nginx of its own, in a folder of its own, on a free port without TLS. */
  private static final class Nginx implements AutoCloseable {
    private final Path prefix;
    private final int port;
    private final Process process;

    Nginx(Path folder, int parlor) throws IOException {
      this(folder, parlor, lines -> lines);
    }

    /** With lines that are not quite those that are shipped. */
    Nginx(Path folder, int parlor, UnaryOperator<String> changed) throws IOException {
      prefix = Files.createDirectory(folder.resolve("nginx"));
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      Path conf = Files.writeString(prefix.resolve("nginx.conf"), configuration(parlor, changed));
      process =
          new ProcessBuilder(
                  program(), "-p", prefix.toString(), "-e", "stderr", "-c", conf.toString())
              .redirectErrorStream(true)
              .redirectOutput(prefix.resolve("output").toFile())
              .start();
      awaitPort();
    }

    /** Debian keeps it in a folder that is not on everybody's path. */
    private static String program() {
      Path usual = Path.of("/usr/sbin/nginx");
      return Files.isExecutable(usual) ? usual.toString() : "nginx";
    }

    private String configuration(int parlor, UnaryOperator<String> changed) throws IOException {
      String shipped = Files.readString(Path.of("../deploy/nginx.conf"));
      assertThat(shipped).contains("server 127.0.0.1:3000;", "listen 443 ssl;");
      String varied = changed.apply(shipped);
      String lines =
          varied
              .replace("server 127.0.0.1:3000;", "server 127.0.0.1:" + parlor + ";")
              .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
              .replaceAll("(?m)^ *ssl_.*$", "")
              .replace("/var/log/nginx/", prefix + "/");
      String root = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
      StringBuilder temporary = new StringBuilder();
      for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
        temporary.append(kind).append("_temp_path ").append(prefix).append("/").append(kind);
        temporary.append(";\n");
      }
      return root
          + "daemon off;\npid "
          + prefix
          + "/pid;\nworker_processes 1;\nevents {}\nhttp {\n"
          + temporary
          + lines
          + "}\n";
    }

    private void awaitPort() throws IOException {
      long until = System.nanoTime() + 15_000_000_000L;
      while (process.isAlive() && System.nanoTime() - until < 0) {
        try {
          new Socket(InetAddress.getLoopbackAddress(), port).close();
          return;
        } catch (IOException notYet) {
          ParlorProcess.pause(20);
        }
      }
      throw new IOException("nginx: " + Files.readString(prefix.resolve("output")));
    }

    Path accessLog() {
      return prefix.resolve("parlor.log");
    }

    @Override
    public void close() {
      process.destroy();
      if (!process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join().isAlive()) {
        return;
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
