package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What happens at the limits of persons and addresses. The server trusts loopback as its proxy, so
 * that each test has an address of its own.
 */
class LimitTest {
  private static final String TOKEN = "a-token-of-the-operator";
  private static final String V1 = "Sec-WebSocket-Protocol: parlor.v1";

  @TempDir static Path folder;
  private static ParlorProcess server;

  @BeforeAll
  static void start() {
    server =
        ParlorProcess.in(folder)
            .with(
                "--limits.messagesPerSecond=1",
                "--limits.messageBurst=3",
                "--limits.connectionsPerAddress=3",
                "--limits.joinsPerMinute=6",
                "--limits.newRoomsPerMinute=2",
                "--trustedProxies=127.0.0.1",
                "--metrics.token=" + TOKEN)
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void theServerLives() {
    assertThat(server.alive()).isTrue();
    assertThat(server.get("/healthz")).contains("ok");
  }

  private static Probe from(String address, String path) {
    return Probe.open(server.port(), path, "X-Forwarded-For: " + address, V1);
  }

  private static int status(String... headers) {
    String[] all = new String[headers.length + 1];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = V1;
    try (Probe probe = Probe.handshake(server.port(), "/ws", all)) {
      return probe.status();
    }
  }

  @Test
  void whoSendsTooFastIsToldWhenAndThenServed() {
    try (Probe one = from("192.0.2.1", "/ws?room=fast")) {
      String token = one.await("welcome").path("token").asString();
      try (Probe two = from("192.0.2.2", "/ws?room=fast&token=" + token)) {
        chat(one);
        chat(two);
        assertThat(chat(one).path("type").asString()).isEqualTo("ack");
        JsonNode refused = chat(two);
        assertThat(refused.path("code").asString()).isEqualTo("rate_limited");
        int wait = refused.path("retryAfterMillis").asInt();
        assertThat(wait).isBetween(1, 1_000);
        ParlorProcess.pause(wait + 20);
        assertThat(chat(two).path("type").asString()).isEqualTo("ack");
      }
    }
  }

  @Test
  void whoSendsOnAndOnWhileLimitedIsCutOff() {
    try (Probe probe = from("192.0.2.3", "/ws?room=flood")) {
      probe.await("caughtUp");
      for (int i = 0; i < 40; i++) {
        probe.say("{\"type\":\"chat\",\"message\":\"more\"}");
      }
      assertThat(Wire.closedOnce(probe).closeCode()).isEqualTo(4029);
    }
  }

  @Test
  void anAddressHasSoManyConnectionsAndOthersGetIn() {
    String mine = "X-Forwarded-For: 192.0.2.4";
    try (Probe first = from("192.0.2.4", "/ws");
        Probe second = from("192.0.2.4", "/ws");
        Probe third = from("192.0.2.4", "/ws")) {
      first.await("welcome");
      second.await("welcome");
      third.await("welcome");
      Wire.Http refused =
          Wire.http(
              server.port(),
              String.join(
                  "\r\n",
                  "GET /ws HTTP/1.1",
                  "Host: a",
                  "Upgrade: websocket",
                  "Connection: Upgrade",
                  "Sec-WebSocket-Version: 13",
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                  mine,
                  "\r\n"));
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.code()).isEqualTo("rate_limited");
      assertThat(refused.header("Retry-After")).isPresent();
      assertThat(status("X-Forwarded-For: 192.0.2.5")).isEqualTo(101);
      assertThat(status("X-Forwarded-For: 192.0.2.99, 192.0.2.4"))
          .as("the proxy's own entry is the last")
          .isEqualTo(429);
      assertThat(status("X-Forwarded-For: 192.0.2.99", mine))
          .as("a line of the client's own before the proxy's")
          .isEqualTo(429);
    }
    long until = System.nanoTime() + 10_000_000_000L;
    while (status(mine) != 101) {
      assertThat(System.nanoTime() - until).as("a freed place is given again").isNegative();
    }
  }

  @Test
  void addressesOfOneIpv6NetworkCountTogether() {
    try (Probe first = from("2001:db8:0:1::1", "/ws");
        Probe second = from("2001:db8:0:1::2", "/ws");
        Probe third = from("2001:db8:0:1:ffff::3", "/ws")) {
      first.await("welcome");
      second.await("welcome");
      third.await("welcome");
      assertThat(status("X-Forwarded-For: 2001:db8:0:1::4")).isEqualTo(429);
      assertThat(status("X-Forwarded-For: 2001:db8:0:2::1")).isEqualTo(101);
    }
  }

  @Test
  void anAddressHasSoManyJoinsAMinute() {
    try (Probe probe = from("192.0.2.6", "/ws?room=j1")) {
      for (int i = 2; i <= 6; i++) {
        JsonNode joined = Wire.ask(probe, "{\"type\":\"join\",\"room\":\"j" + i + "\"}");
        assertThat(joined.path("type").asString()).isEqualTo("joined");
      }
      JsonNode refused = Wire.ask(probe, "{\"type\":\"join\",\"room\":\"j7\"}");
      assertThat(refused.path("code").asString()).isEqualTo("rate_limited");
      assertThat(refused.path("room").asString()).isEqualTo("j7");
      assertThat(refused.path("retryAfterMillis").asInt()).isBetween(1, 10_000);
    }
    try (Probe again = from("192.0.2.6", "/ws?room=j8")) {
      JsonNode error = again.await("error");
      assertThat(error.path("code").asString()).isEqualTo("rate_limited");
      assertThat(error.path("room").asString()).isEqualTo("j8");
    }
  }

  @Test
  void anAddressBeginsSoManyRoomsAMinute() {
    for (int i = 1; i <= 2; i++) {
      try (Probe probe = from("192.0.2.7", "/ws?room=new" + i)) {
        assertThat(chat(probe).path("type").asString()).isEqualTo("ack");
      }
    }
    try (Probe probe = from("192.0.2.7", "/ws?room=new3")) {
      JsonNode refused = chat(probe);
      assertThat(refused.path("code").asString()).isEqualTo("rate_limited");
      assertThat(refused.path("retryAfterMillis").asInt()).isBetween(1, 60_000);
      JsonNode old =
          Wire.ask(probe, "{\"type\":\"chat\",\"room\":\"new1\",\"message\":\"old room\"}");
      assertThat(old.path("seq").asLong()).isEqualTo(2);
    }
  }

  @Test
  void figuresAreForThisMachineWithoutAProxyOrForTheToken() {
    for (String path : new String[] {"/metrics", "/api/stats"}) {
      assertThat(Wire.get(server.port(), path).status()).isEqualTo(200);
      for (String forwarded : new String[] {"203.0.113.9", "127.0.0.1", "::1", "unknown", ""}) {
        Wire.Http hidden = Wire.get(server.port(), path, "X-Forwarded-For: " + forwarded);
        assertThat(hidden.status()).as(path + " for " + forwarded).isEqualTo(404);
        assertThat(hidden.code()).isEqualTo("not_found");
      }
      String forwarded = "X-Forwarded-For: 203.0.113.9";
      assertThat(
              Wire.get(server.port(), path, forwarded, "Authorization: Bearer " + TOKEN).status())
          .isEqualTo(200);
      for (String wrong : new String[] {"Bearer " + TOKEN + "x", "Bearer ", TOKEN, "Basic x"}) {
        assertThat(Wire.get(server.port(), path, forwarded, "Authorization: " + wrong).status())
            .isEqualTo(404);
      }
    }
    String stats = server.get("/api/stats");
    assertThat(stats)
        .contains(
            "\"activeConnections\":",
            "\"messagesSent\":",
            "\"messagesStored\":",
            "\"rooms\":",
            "\"uptimeSeconds\":");
  }

  private static JsonNode chat(Probe probe) {
    return Wire.ask(probe, "{\"type\":\"chat\",\"message\":\"m\"}");
  }
}
