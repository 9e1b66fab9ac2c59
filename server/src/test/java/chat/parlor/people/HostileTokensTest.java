package chat.parlor.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people try who are nobody. */
final class HostileTokensTest {
  @TempDir private static Path temporary;
  private static KeyPair rsa;
  private static KeyPair p256;
  private static String rsaJwk;
  private static Tokens tokens;

  @BeforeAll
  static void keys() throws Exception {
    rsa = Jwts.rsa(2048);
    p256 = Jwts.p256();
    rsaJwk = Jwts.jwk("r", rsa);
    Path file = temporary.resolve("jwks.json");
    Files.writeString(file, "{\"keys\":[%s,%s]}".formatted(rsaJwk, Jwts.jwk("e", p256)));
    tokens =
        Jwts.tokens(
            new TokenOptions(
                true,
                Optional.of(Jwts.SECRET),
                Optional.of(file),
                Optional.empty(),
                Optional.empty(),
                "sub",
                "name",
                "locale",
                30));
  }

  @Test
  void theSameTokenWithoutTheTrickIsGood() {
    assertThat(tokens.verify(good())).isInstanceOf(Tokens.Verdict.Valid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "None",
        "nOnE",
        "NONE",
        "",
        "hs256",
        "HS384",
        "HS512",
        "RS384",
        "PS256",
        "ES384",
        "dir",
        "RSA-OAEP",
        "A256KW",
        "PBES2-HS256+A128KW",
        "XYZ"
      })
  void anAlgorithmThatIsNotOursIsRefused(String algorithm) {
    String header = "{\"alg\":\"%s\",\"typ\":\"JWT\"}".formatted(algorithm);
    refused(Jwts.hs256(header, Jwts.ALICE, Jwts.SECRET));
    refused(Jwts.withSignature(header, Jwts.ALICE, new byte[0]));
    refused(Jwts.withSignature(header, Jwts.ALICE, new byte[32]));
  }

  @Test
  void anUnsignedTokenIsRefused() {
    String[] parts = good().split("\\.", -1);
    refused(parts[0] + "." + parts[1] + ".");
    refused(parts[0] + "." + parts[1]);
    refused(parts[0] + ".." + parts[2]);
    refused("." + parts[1] + "." + parts[2]);
  }

  @Test
  void aPublicKeyIsNobodysSecret() {
    byte[] der = rsa.getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    for (String header : List.of(Jwts.HS256, "{\"alg\":\"HS256\",\"kid\":\"r\"}")) {
      refused(Jwts.hs256(header, Jwts.ALICE, der));
      refused(Jwts.hs256(header, Jwts.ALICE, pem));
      refused(Jwts.hs256(header, Jwts.ALICE, rsaJwk));
    }
  }

  @Test
  void aSignatureOfZerosIsRefused() {
    String header = "{\"alg\":\"ES256\",\"kid\":\"e\"}";
    refused(Jwts.withSignature(header, Jwts.ALICE, new byte[64]));
    refused(Jwts.withSignature(header, Jwts.ALICE, new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0}));
  }

  @ParameterizedTest
  @MethodSource("headersThatLeadElsewhere")
  void aTokenThatBringsItsOwnKeyIsRefused(String field) {
    String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\",%s}".formatted(field);
    refused(Jwts.hs256(header, Jwts.ALICE, Jwts.SECRET));
  }

  static Stream<String> headersThatLeadElsewhere() {
    return Stream.of(
        "\"jwk\":" + rsaJwk,
        "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
        "\"jku\":\"http://127.0.0.1:1/keys\"",
        "\"jku\":\"file:///etc/passwd\"",
        "\"x5u\":\"http://127.0.0.1:1/cert\"",
        "\"x5c\":[\"MIIB\"]",
        "\"crit\":[\"exp\"],\"exp\":1",
        "\"crit\":[\"b64\"],\"b64\":false",
        "\"crit\":[]",
        "\"zip\":\"DEF\"");
  }

  @Test
  void aTokenSignedWithTheKeyInItsOwnHeaderIsRefused() throws Exception {
    KeyPair own = Jwts.rsa(2048);
    String header = "{\"alg\":\"RS256\",\"jwk\":%s}".formatted(Jwts.jwk("r", own));
    refused(Jwts.signed(header, Jwts.ALICE, "SHA256withRSA", own.getPrivate()));
    refused(
        Jwts.signed(
            "{\"alg\":\"RS256\",\"kid\":\"r\"}", Jwts.ALICE, "SHA256withRSA", own.getPrivate()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../dev/null", "' UNION SELECT 'x", "|id", "\\u0000", "unknown"})
  void aKeyIdIsOnlyComparedNeverLookedUp(String kid) throws Exception {
    String header = "{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(kid);
    refused(Jwts.signed(header, Jwts.ALICE, "SHA256withRSA", rsa.getPrivate()));
    refused(Jwts.hs256("{\"alg\":\"HS256\",\"kid\":\"%s\"}".formatted(kid), Jwts.ALICE, "" + "\0"));
  }

  @Test
  void aKeyIdOfAMegabyteIsRefusedAtOnce() {
    String header = "{\"alg\":\"HS256\",\"kid\":\"%s\"}".formatted("k".repeat(1 << 20));
    refused(Jwts.hs256(header, Jwts.ALICE, Jwts.SECRET));
  }

  @Test
  void fourKibibytesIsTheMost() {
    String fits = padded(4_096);
    assertThat(fits).hasSizeBetween(4_090, 4_096);
    assertThat(tokens.verify(fits)).isInstanceOf(Tokens.Verdict.Valid.class);
    refused(padded(4_120));
  }

  @Test
  void anEncryptedTokenIsRefusedWithoutWork() {
    String bomb =
        Jwts.base64(
                ("{\"alg\":\"PBES2-HS512+A256KW\",\"enc\":\"A256GCM\",\"p2c\":2147483647,"
                        + "\"p2s\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"cty\":\"JWT\"}")
                    .getBytes(StandardCharsets.UTF_8))
            + ".AAAA.AAAA.AAAA.AAAA";
    String wrapped =
        Jwts.base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}".getBytes(StandardCharsets.UTF_8))
            + "..AAAA."
            + Jwts.base64(
                Jwts.withSignature("{\"alg\":\"none\"}", Jwts.ALICE, new byte[0])
                    .getBytes(StandardCharsets.UTF_8))
            + ".AAAA";
    String threeParts =
        Jwts.withSignature(
            "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647}",
            Jwts.ALICE,
            new byte[32]);
    refused(bomb); // warm
    for (String token : List.of(bomb, wrapped, threeParts)) {
      long begin = System.nanoTime();
      refused(token);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(10));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refresh+jwt",
        "Refresh",
        "logout+jwt",
        "JWE",
        "parlor-guest",
        "PARLOR-GUEST",
        "dpop+jwt"
      })
  void anotherTypeOfTokenIsRefused(String type) {
    refused(
        Jwts.hs256("{\"alg\":\"HS256\",\"typ\":\"%s\"}".formatted(type), Jwts.ALICE, Jwts.SECRET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"sub\":null}",
        "{\"sub\":\"\"}",
        "{\"sub\":\"  \"}",
        "{\"sub\":true}",
        "{\"sub\":1.5}",
        "{\"sub\":[\"alice\"]}",
        "{\"sub\":{\"a\":1}}",
        "{\"sub\":\" alice\"}",
        "{\"sub\":\"al\\u0000ice\"}",
        "{\"sub\":\"al\\nice\"}",
        "{\"sub\":\"alice\\u200b\"}",
        "{\"sub\":\"\\u202ealice\"}",
        "{\"sub\":\"\\ud800\"}",
        "{\"sub\":\"*\"}",
        "{\"sub\":\"guest-aaaaaaaaaaaaaaaaaaaa\"}",
        "{\"sub\":\"guest-\"}",
        "{\"sub\":\"alice\",\"exp\":\"tomorrow\"}",
        "{\"sub\":\"alice\",\"exp\":{}}",
        "{\"sub\":\"alice\",\"exp\":-1}",
        "{\"sub\":\"alice\",\"exp\":0}",
        "{\"sub\":\"alice\",\"nbf\":99999999999}",
        "[]",
        "null",
        "\"alice\"",
        "not json",
        "{\"sub\":\"alice\"",
        "{\"sub\":\"alice\"} trailing"
      })
  void claimsThatNameNobodyAreRefused(String claims) {
    refused(Jwts.hs256(Jwts.HS256, claims, Jwts.SECRET));
  }

  @Test
  void anIdOf129UnitsIsRefused() {
    refused(Jwts.hs256(Jwts.HS256, "{\"sub\":\"%s\"}".formatted("a".repeat(129)), Jwts.SECRET));
    assertThat(
            tokens.verify(
                Jwts.hs256(Jwts.HS256, "{\"sub\":\"%s\"}".formatted("a".repeat(128)), Jwts.SECRET)))
        .isInstanceOf(Tokens.Verdict.Valid.class);
  }

  @Test
  void anythingChangedIsRefused() {
    String token = good();
    for (int i = 0; i < token.length() - 1; i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      refused(token.substring(0, i) + other + token.substring(i + 1));
    }
    for (String around :
        List.of(token + " ", " " + token, token + "=", token + "\n", token + ".")) {
      refused(around);
    }
    refused("Bearer " + token);
  }

  @Test
  void noiseNeverThrows() {
    Random random = new Random(7);
    for (String token :
        List.of("", ".", "..", "...", "....", "\0", "😀.😀.😀", "a.b.c", "e30.e30.e30")) {
      refused(token);
    }
    refused(Jwts.hs256("[".repeat(1_200), "[".repeat(1_200), Jwts.SECRET));
    refused(Jwts.hs256("{\"alg\":\"HS256\",\"a\":" + "[".repeat(1_000), "{}", Jwts.SECRET));
    refused(Jwts.hs256(Jwts.HS256, "{\"a\":".repeat(500), Jwts.SECRET));
    for (int i = 0; i < 2_000; i++) {
      byte[] header = new byte[random.nextInt(40)];
      random.nextBytes(header);
      refused(Jwts.base64(header) + "." + Jwts.base64(header) + "." + Jwts.base64(header));
    }
  }

  /** Refused, for a reason that repeats nothing of the token. */
  private static void refused(String token) {
    Tokens.Verdict verdict = tokens.verify(token);
    assertThat(verdict).as(token).isInstanceOf(Tokens.Verdict.Invalid.class);
    String reason = ((Tokens.Verdict.Invalid) verdict).reasonForTheLog();
    assertThat(reason).isNotBlank().hasSizeLessThan(80).doesNotContain("alice", "eyJ");
    assertThat(reason).matches("[A-Za-z0-9 ,':]+");
  }

  private static String good() {
    return Jwts.hs256(Jwts.HS256, Jwts.ALICE, Jwts.SECRET);
  }

  private static String padded(int units) {
    int rest = (units - Jwts.hs256(Jwts.HS256, "{\"sub\":\"a\",\"x\":\"\"}", Jwts.SECRET).length());
    return Jwts.hs256(
        Jwts.HS256,
        "{\"sub\":\"a\",\"x\":\"%s\"}".formatted("x".repeat(rest * 3 / 4)),
        Jwts.SECRET);
  }
}
