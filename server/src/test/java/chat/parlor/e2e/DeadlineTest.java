package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who takes too long, on a server that lets no guests in. */
class DeadlineTest {
  @TempDir static Path folder;

  @Test
  @Tag("slow")
  void whoTakesTooLongIsCutOff() {
    try (ParlorProcess server =
        ParlorProcess.in(folder)
            .withoutLimits()
            .with("--auth.guests=off", "--auth.jwt.secret=" + Login.SECRET)
            .start()) {
      Wire.each(
          Map.of(
              "a handshake that drips in: 408 after 10 s", () -> drip(server.port()),
              "a stranger without a token: 1008 after 5 s", () -> stranger(server.port()),
              "a stranger who is asked first", () -> refusedUntilKnown(server.port()),
              "a stranger who shows one in time", () -> authenticated(server.port()),
              "a message never finished: 1008 after 30 s", () -> unfinished(server.port())));
      assertThat(server.alive()).isTrue();
    }
  }

  private static void drip(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      long since = System.nanoTime();
      Thread drip =
          Thread.startVirtualThread(() -> {
            try {
              for (char one : "GET /ws HTTP/1.1".toCharArray()) {
                socket.getOutputStream().write(one);
                Thread.sleep(2_000);
              }
            } catch (IOException | InterruptedException gone) {
              // cut off, which is what this is about
            }
          });
      Wire.Http answer = Wire.answer(socket.getInputStream());
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.code()).isEqualTo("request_timeout");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(seconds(since)).isBetween(9L, 15L);
      drip.interrupt();
    }
  }

  private static void stranger(int port) {
    long since = System.nanoTime();
    try (Probe probe = Probe.open(port, "/ws?name=Nobody")) {
      Probe.Frame close = closeAmongPings(probe);
      assertThat(close.closeCode()).isEqualTo(1008);
      assertThat(close.closeReason()).isEqualTo("认证失败");
      assertThat(seconds(since)).isBetween(4L, 9L);
      assertThat(probe.endsWithin(2_000)).isTrue();
    }
  }

  private static void refusedUntilKnown(int port) {
    try (Probe probe = Probe.open(port, "/ws?name=Nobody&last=5")) {
      probe.say("let me in");
      JsonNode error = probe.message();
      assertThat(error.path("code").asString()).isEqualTo("unauthenticated");
      probe.say("{\"type\":\"history\",\"room\":\"lobby\",\"ref\":4}");
      assertThat(probe.message().path("ref").asInt()).isEqualTo(4);
      probe.say("{\"type\":\"stretches\",\"room\":\"lobby\",\"ref\":5}");
      assertThat(probe.message().path("code").asString()).isEqualTo("unauthenticated");
    }
  }

  private static void authenticated(int port) {
    try (Probe probe = Probe.open(port, "/ws?room=tea")) {
      String token = Login.hs256(Login.claims("u-1", 600));
      probe.say("{\"type\":\"auth\",\"ref\":\"in\",\"token\":\"" + token + "\"}");
      JsonNode welcome = probe.message();
      assertThat(welcome.path("type").asString()).isEqualTo("welcome");
      assertThat(welcome.path("you").path("userId").asString()).isEqualTo("u-1");
      JsonNode ack = probe.message();
      assertThat(ack.path("type").asString()).isEqualTo("ack");
      assertThat(ack.path("ref").asString()).isEqualTo("in");
      assertThat(probe.message().path("room").asString()).isEqualTo("tea");
      ParlorProcess.pause(6_000); // past the deadline of strangers
      assertThat(Wire.ask(probe, "{\"type\":\"ping\"}").path("type").asString()).isEqualTo("pong");
    }
  }

  private static void unfinished(int port) {
    String token = Login.hs256(Login.claims("u-2", 600));
    try (Probe probe = Probe.open(port, "/ws?token=" + token)) {
      probe.await("caughtUp");
      long since = System.nanoTime();
      probe.raw(Probe.frame(0x01, Wire.utf8("{\"type\":")));
      Thread pings =
          Thread.startVirtualThread(() -> {
            try {
              for (int i = 0; i < 20; i++) {
                Thread.sleep(2_000);
                probe.raw(Probe.frame(0x89, new byte[0]));
              }
            } catch (UncheckedIOException | InterruptedException gone) {
              // cut off, which is what this is about
            }
          });
      assertThat(closeAmongPings(probe).closeCode()).isEqualTo(1008);
      assertThat(seconds(since)).isBetween(29L, 40L);
      pings.interrupt();
    }
  }

  /** The Close frame, which may be long in coming: after heartbeats, and notices of who came. */
  private static Probe.Frame closeAmongPings(Probe probe) {
    Probe.Frame frame = probe.next(40_000);
    while (frame != null && frame.opcode() != 8) {
      assertThat(frame.opcode()).isIn(1, 9, 10);
      frame = probe.next(40_000);
    }
    if (frame == null) {
      throw new AssertionError("ended without a Close frame");
    }
    return frame;
  }

  private static long seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1_000_000_000;
  }
}
