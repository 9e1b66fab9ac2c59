package chat.parlor.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Very many sockets of somebody who wants nothing good. */
class StrangersTest {
  private static final int STRANGERS = 5_000;
  private static final int ALLOWED = 100;

  @TempDir Path folder;

  @Test
  void fiveThousandSocketsFromOneAddressAreCappedOthersGetInAndNothingIsLeftOfThem()
      throws IOException {
    try (ParlorProcess server =
        ParlorProcess.in(folder)
            .with("--limits.connectionsPerAddress=" + ALLOWED, "--limits.joinsPerMinute=0")
            .start()) {
      long descriptorsBefore = descriptors(server);
      List<Socket> admitted = new ArrayList<>();
      int refused = 0;
      for (int i = 0; i < STRANGERS; i++) {
        Socket socket = connect(server.port(), "127.0.0.1");
        if (status(socket) == 101) {
          admitted.add(socket);
        } else {
          refused++;
          socket.close();
        }
      }
      assertThat(admitted).hasSize(ALLOWED);
      assertThat(refused).isEqualTo(STRANGERS - ALLOWED);
      try (Socket other = connect(server.port(), "127.0.0.2")) {
        assertThat(status(other)).as("from another address").isEqualTo(101);
      }
      for (Socket socket : admitted) {
        socket.close();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> descriptors(server) <= descriptorsBefore + 5);
      assertThat(server.get("/api/stats")).contains("\"activeConnections\":0");
    }
  }

  private static Socket connect(int port, String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    socket.setSoTimeout(10_000);
    List<String> request =
        List.of(
            "GET /ws HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");
    socket.getOutputStream().write(String.join("\r\n", request).getBytes(US_ASCII));
    return socket;
  }

  private static int status(Socket socket) throws IOException {
    byte[] line = socket.getInputStream().readNBytes(12);
    return Integer.parseInt(new String(line, US_ASCII).substring(9));
  }

  private static long descriptors(ParlorProcess server) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(server.pid()), "fd"))) {
      return open.count();
    }
  }
}
