package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tokens of an operator's own login; whatever is shown, none of it is ever logged. */
class TokenTest {
  private static final Login LOGIN = new Login();

  /** Every token that any test showed. */
  private static final Set<String> SHOWN = ConcurrentHashMap.newKeySet();

  @TempDir static Path folder;
  private static ParlorProcess server;

  @BeforeAll
  static void start() throws IOException {
    Path secret = Files.writeString(folder.resolve("jwt.key"), Login.SECRET);
    Files.setPosixFilePermissions(
        secret, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Path keys = Files.writeString(folder.resolve("keys.json"), LOGIN.jwks());
    server =
        ParlorProcess.in(folder)
            .withoutLimits()
            .with(
                "--auth.jwt.secretFile=" + secret,
                "--auth.jwt.jwks=" + keys,
                "--auth.jwt.leewaySeconds=0",
                "--log.level=trace")
            .start();
  }

  /** After all tests, so that all of what they showed is looked for. */
  @AfterAll
  static void noTokenIsInTheLogAtItsMostTalkative() throws IOException {
    server.close();
    String log = server.output();
    assertThat(log).contains("a token was refused");
    assertThat(SHOWN).hasSizeGreaterThan(15);
    for (String token : SHOWN) {
      assertThat(log).doesNotContain(token);
      for (String part : token.split("\\.", -1)) {
        if (part.length() > 20) {
          assertThat(log).doesNotContain(part.substring(part.length() - 20));
        }
      }
    }
    assertThat(log).doesNotContain(Login.SECRET);
    Files.deleteIfExists(folder.resolve("jwt.key"));
  }

  @AfterEach
  void othersAreServed() {
    Wire.serves(server);
  }

  @Test
  void aGoodTokenOfEachAlgorithmIsItsPerson() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    String claims = Login.claims("u-77", 600);
    Map.of(
            "HS256", Login.hs256(claims),
            "RS256", LOGIN.rs256(claims),
            "ES256", LOGIN.es256(claims),
            "EdDSA", LOGIN.edDsa(claims))
        .forEach((algorithm, token) ->
            rows.put(
                algorithm,
                () -> {
                  try (Probe probe = show("/ws?token=", token)) {
                    JsonNode welcome = probe.await("welcome");
                    assertThat(welcome.path("you").path("userId").asString()).isEqualTo("u-77");
                    assertThat(welcome.path("you").path("guest").asBoolean()).isFalse();
                    assertThat(welcome.has("token")).isFalse();
                  }
                }));
    Wire.each(rows);
  }

  @Test
  void aBadTokenClosesWithTheTutorialsWords() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    String claims = Login.claims("u-78", 600);
    String good = Login.hs256(claims);
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("expired", Login.hs256(Login.claims("u-78", -1)));
    bad.put("none", Login.unsigned("none", claims));
    bad.put("None", Login.unsigned("None", claims));
    bad.put("nOnE", Login.unsigned("nOnE", claims));
    bad.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
    bad.put("another secret", Login.hs256(claims, "f".repeat(32)));
    bad.put("the tutorial's secret", Login.hs256(claims, "secret"));
    bad.put("the public key as a secret", LOGIN.confused(claims));
    bad.put("a signature of zeros", Login.zeros(claims));
    bad.put("another login's keys", new Login().rs256(claims));
    bad.put("claims exchanged", swapped(good, Login.hs256(Login.claims("admin", 600))));
    bad.put("no subject", Login.hs256("{\"exp\":99999999999}"));
    bad.put("a guest's id", Login.hs256(Login.claims("guest-aaaaaaaaaaaaaaaaaaaa", 600)));
    bad.put("no token at all", "garbage-that-is-no-token-whatsoever");
    bad.put("too long", "a".repeat(4_097));
    bad.forEach((title, token) -> {
      rows.put(title, () -> refused(show("/ws?token=", token), "认证失败"));
      rows.put(
          title + ", English",
          () -> refused(show("/ws?lang=en&token=", token), "authentication failed"));
    });
    Wire.each(rows);
  }

  @Test
  void aTokenOfAGuestMakesTheSameGuestAndAChangedOneNobody() {
    String token;
    String userId;
    try (Probe guest = Probe.open(server.port(), "/ws?name=Visitor")) {
      JsonNode welcome = guest.await("welcome");
      token = welcome.path("token").asString();
      userId = welcome.path("you").path("userId").asString();
    }
    try (Probe again = show("/ws?token=", token)) {
      JsonNode you = again.await("welcome").path("you");
      assertThat(you.path("userId").asString()).isEqualTo(userId);
      assertThat(you.path("name").asString()).isEqualTo("Visitor");
    }
    char last = token.charAt(token.length() - 5);
    String changed =
        token.substring(0, token.length() - 5)
            + (last == 'A' ? 'B' : 'A')
            + token.substring(token.length() - 4);
    refused(show("/ws?token=", changed), "认证失败");
  }

  @Test
  void aTokenThatExpiresEndsTheConnectionUnlessAFreshOneCame() {
    try (Probe left = show("/ws?token=", Login.hs256(Login.claims("u-79", 3)));
        Probe kept = show("/ws?token=", Login.hs256(Login.claims("u-80", 3)));
        Probe shortened = show("/ws?token=", Login.hs256(Login.claims("u-81", 600)))) {
      assertThat(authenticate(kept, Login.hs256(Login.claims("u-80", 600))).path("type").asString())
          .isEqualTo("ack");
      authenticate(shortened, Login.hs256(Login.claims("u-81", 2)));
      assertThat(Wire.closedOnce(left).closeCode()).isEqualTo(4001);
      assertThat(Wire.closedOnce(shortened).closeCode()).isEqualTo(4001);
      assertThat(Wire.ask(kept, "{\"type\":\"ping\"}").path("type").asString()).isEqualTo("pong");
    }
  }

  @Test
  void aFreshTokenOfAnotherPersonOrABadOneEndsTheConnection() {
    String mine = Login.hs256(Login.claims("u-82", 600));
    for (String other :
        List.of(Login.hs256(Login.claims("u-83", 600)), Login.hs256("{}", "x".repeat(40)))) {
      try (Probe probe = show("/ws?lang=en&token=", mine)) {
        SHOWN.add(other);
        probe.await("caughtUp");
        probe.say("{\"type\":\"auth\",\"token\":\"" + other + "\"}");
        refused(probe, "authentication failed");
      }
    }
  }

  private static JsonNode authenticate(Probe probe, String token) {
    SHOWN.add(token);
    return Wire.ask(probe, "{\"type\":\"auth\",\"token\":\"" + token + "\"}");
  }

  private static String swapped(String token, String other) {
    String[] parts = token.split("\\.", -1);
    return parts[0] + "." + other.split("\\.", -1)[1] + "." + parts[2];
  }

  private static Probe show(String path, String token) {
    SHOWN.add(token);
    return Probe.open(server.port(), path + token);
  }

  private static void refused(Probe probe, String reason) {
    try (probe) {
      Probe.Frame close = Wire.closedOnce(probe);
      assertThat(close.closeCode()).isEqualTo(1008);
      assertThat(close.payload())
          .isEqualTo(Wire.joined(Wire.bytes(3, 0xf0), reason.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
