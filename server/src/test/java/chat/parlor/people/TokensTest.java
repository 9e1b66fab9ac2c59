package chat.parlor.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parlor.protocol.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a good token tells, and what the operator must bring. */
final class TokensTest {
  private static final long NOW = Jwts.NOW.getEpochSecond();

  @TempDir private Path temporary;

  @Test
  void theTutorialsTokenTellsIdNameAndLanguage() {
    Person person = valid("{\"sub\":\"u-7\",\"name\":\"张三\",\"locale\":\"zh-TW\",\"iat\":1}");
    assertThat(person)
        .isEqualTo(
            new Person(
                "u-7",
                "张三",
                false,
                true,
                Optional.of(Language.CHINESE_TRADITIONAL),
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt"})
  void theTypesOfAccessTokensCount(String type) {
    assertThat(
            Jwts.tokens(Jwts.options())
                .verify(
                    Jwts.hs256(
                        "{\"alg\":\"HS256\",\"typ\":\"%s\"}".formatted(type),
                        Jwts.ALICE,
                        Jwts.SECRET)))
        .isInstanceOf(Tokens.Verdict.Valid.class);
    assertThat(
            Jwts.tokens(Jwts.options())
                .verify(Jwts.hs256("{\"alg\":\"HS256\"}", Jwts.ALICE, Jwts.SECRET)))
        .isInstanceOf(Tokens.Verdict.Valid.class);
  }

  @Test
  void aNumberIsAnIdToo() {
    assertThat(valid("{\"sub\":42}").userId()).isEqualTo("42");
  }

  @Test
  void aNameThatIsNoneIsReplacedByWhatTheIdGives() {
    assertThat(named("u1", "Ann")).isEqualTo("Ann");
    assertThat(named("u1", "  Ann  ")).isEqualTo("Ann");
    assertThat(named("u1", "An\\u200bn")).isEqualTo("u1");
    assertThat(named("u1", "abcdefghijklmnopqrstuvwxy")).isEqualTo("u1");
    assertThat(named("u1", "")).isEqualTo("u1");
    assertThat(named("auth0|5f7c", "<b>")).isEqualTo("auth05f7c");
    assertThat(named("x|" + "y".repeat(60), "")).isEqualTo("x" + "y".repeat(23));
    assertThat(named("!!!", "")).isEqualTo("user");
    assertThat(valid("{\"sub\":\"u1\",\"name\":7}").name()).isEqualTo("u1");
  }

  @Test
  void idsThatDifferInCaseOrFormAreDifferentPersons() {
    assertThat(valid("{\"sub\":\"Admin\"}").userId()).isEqualTo("Admin");
    assertThat(valid("{\"sub\":\"ａｄｍｉｎ\"}").userId()).isEqualTo("ａｄｍｉｎ");
  }

  @Test
  void aTokenCountsUntilItsEndAndTheLeeway() {
    assertThat(valid("{\"sub\":\"u\",\"exp\":" + (NOW + 60) + "}").expires())
        .contains(Jwts.NOW.plusSeconds(90));
    assertThat(valid("{\"sub\":\"u\",\"exp\":" + (NOW - 29) + "}").expires())
        .contains(Jwts.NOW.plusSeconds(1));
    assertThat(reason(Jwts.options(), "{\"sub\":\"u\",\"exp\":" + (NOW - 30) + "}"))
        .isEqualTo("expired");
  }

  @Test
  void aTokenCountsFromItsBeginningLessTheLeeway() {
    valid("{\"sub\":\"u\",\"nbf\":" + (NOW + 30) + "}");
    assertThat(reason(Jwts.options(), "{\"sub\":\"u\",\"nbf\":" + (NOW + 31) + "}"))
        .isEqualTo("not valid yet");
  }

  @Test
  void issuerAndAudienceMustBeOursWhenTheyAreNamed() {
    TokenOptions options = with(Optional.of("https://login"), Optional.of("chat"));
    String right = "{\"sub\":\"u\",\"iss\":\"https://login\",\"aud\":[\"shop\",\"chat\"]}";
    assertThat(verdict(options, right)).isInstanceOf(Tokens.Verdict.Valid.class);
    assertThat(verdict(options, right.replace("[\"shop\",\"chat\"]", "\"chat\"")))
        .isInstanceOf(Tokens.Verdict.Valid.class);
    assertThat(reason(options, right.replace("https://login", "https://l0gin")))
        .isEqualTo("another issuer");
    assertThat(reason(options, "{\"sub\":\"u\",\"aud\":\"chat\"}")).isEqualTo("another issuer");
    assertThat(reason(options, right.replace("\"chat\"", "\"Chat\"")))
        .isEqualTo("for another audience");
    assertThat(reason(options, "{\"sub\":\"u\",\"iss\":\"https://login\"}"))
        .isEqualTo("for another audience");
  }

  @Test
  void claimsMayHaveOtherNames() {
    TokenOptions options =
        new TokenOptions(
            true,
            Optional.of(Jwts.SECRET),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "uid",
            "nick",
            "lang",
            0);
    Tokens.Verdict verdict =
        verdict(options, "{\"sub\":\"x\",\"uid\":\"u\",\"nick\":\"N\",\"lang\":\"en-GB\"}");
    assertThat(verdict)
        .isEqualTo(
            new Tokens.Verdict.Valid(
                new Person(
                    "u", "N", false, true, Optional.of(Language.ENGLISH), Optional.empty())));
    assertThat(reason(options, "{\"sub\":\"x\"}")).isEqualTo("no user id");
  }

  @Test
  void publicKeysOfThreeKindsVerify() throws Exception {
    KeyPair rsa = Jwts.rsa(2048);
    KeyPair p256 = Jwts.p256();
    KeyPair ed = Jwts.ed25519();
    Tokens tokens =
        byFile(
            "{\"keys\":[%s,%s,%s]}"
                .formatted(Jwts.jwk("r", rsa), Jwts.jwk("e", p256), Jwts.jwk("o", ed)));
    good(tokens, "RS256", "r", "SHA256withRSA", rsa);
    good(tokens, "ES256", "e", "SHA256withECDSAinP1363Format", p256);
    good(tokens, "EdDSA", "o", "Ed25519", ed);
    bad(tokens, "RS256", "e", "SHA256withRSA", rsa);
    bad(tokens, "ES256", "o", "SHA256withECDSAinP1363Format", p256);
    bad(tokens, "EdDSA", "r", "Ed25519", ed);
    bad(tokens, "RS256", "r", "SHA256withRSA", Jwts.rsa(2048));
    bad(tokens, "ES256", "e", "SHA256withECDSAinP1363Format", Jwts.p256());
    bad(tokens, "EdDSA", "o", "Ed25519", Jwts.ed25519());
    assertThat(
            tokens.verify(
                Jwts.signed("{\"alg\":\"EdDSA\"}", Jwts.ALICE, "Ed25519", ed.getPrivate())))
        .as("a token that names no key")
        .isInstanceOf(Tokens.Verdict.Valid.class);
    assertThat(tokens.verify(Jwts.withSignature("{\"alg\":\"EdDSA\"}", Jwts.ALICE, new byte[5])))
        .isInstanceOf(Tokens.Verdict.Invalid.class);
  }

  @Test
  void withoutASecretNoHs256TokenCounts() throws Exception {
    Tokens tokens = byFile("{\"keys\":[%s]}".formatted(Jwts.jwk("o", Jwts.ed25519())));
    assertThat(tokens.verify(Jwts.hs256(Jwts.HS256, Jwts.ALICE, Jwts.SECRET)))
        .isEqualTo(new Tokens.Verdict.Invalid("no key of ours is for its algorithm and key id"));
  }

  @Test
  void aSecretThatIsShortOrKnownIsRefused() {
    for (String secret :
        new String[] {
          "secret", "x".repeat(31), "字".repeat(10), "", "a-string-secret-at-least-256-bits-long"
        }) {
      assertThatThrownBy(() -> Jwts.tokens(withSecret(secret)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("auth.jwt.secret ")
          .message()
          .satisfies(
              message -> assertThat(secret.length() > 6 && message.contains(secret)).isFalse());
    }
    Jwts.tokens(withSecret("x".repeat(32)));
    Jwts.tokens(withSecret("字".repeat(11)));
    assertThat(withSecret(Jwts.SECRET).toString()).doesNotContain(Jwts.SECRET);
  }

  @Test
  void aFileWithoutGoodPublicKeysIsRefused() throws Exception {
    assertThatThrownBy(() -> byFile("not json")).hasMessageContaining("is not a set of keys");
    assertThatThrownBy(() -> byFile("{\"keys\":[]}")).hasMessageContaining("holds 0 keys");
    assertThatThrownBy(() -> byFile("{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}"))
        .hasMessageContaining("secret or private key");
    String small = Jwts.jwk("r", Jwts.rsa(1024));
    assertThatThrownBy(() -> byFile("{\"keys\":[%s]}".formatted(small)))
        .hasMessageContaining("none of RSA (2048 bits)");
    assertThatThrownBy(() -> Jwts.tokens(withFile(temporary.resolve("missing.json"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot read the keys in");
  }

  private static void good(Tokens tokens, String alg, String kid, String jdkName, KeyPair pair)
      throws Exception {
    assertThat(tokens.verify(token(alg, kid, jdkName, pair)))
        .as(alg)
        .isInstanceOf(Tokens.Verdict.Valid.class);
  }

  private static void bad(Tokens tokens, String alg, String kid, String jdkName, KeyPair pair)
      throws Exception {
    assertThat(tokens.verify(token(alg, kid, jdkName, pair)))
        .as(alg)
        .isInstanceOf(Tokens.Verdict.Invalid.class);
  }

  private static String token(String alg, String kid, String jdkName, KeyPair pair)
      throws Exception {
    String header = "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(alg, kid);
    return Jwts.signed(header, Jwts.ALICE, jdkName, pair.getPrivate());
  }

  private Tokens byFile(String keys) throws Exception {
    return Jwts.tokens(withFile(Files.writeString(temporary.resolve("jwks.json"), keys)));
  }

  private static TokenOptions withFile(Path file) {
    return new TokenOptions(
        true,
        Optional.empty(),
        Optional.of(file),
        Optional.empty(),
        Optional.empty(),
        "sub",
        "name",
        "locale",
        30);
  }

  private static TokenOptions withSecret(String secret) {
    return new TokenOptions(
        true,
        Optional.of(secret),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "sub",
        "name",
        "locale",
        30);
  }

  private static TokenOptions with(Optional<String> issuer, Optional<String> audience) {
    return new TokenOptions(
        true,
        Optional.of(Jwts.SECRET),
        Optional.empty(),
        issuer,
        audience,
        "sub",
        "name",
        "locale",
        30);
  }

  private static String named(String id, String name) {
    return valid("{\"sub\":\"%s\",\"name\":\"%s\"}".formatted(id, name)).name();
  }

  private static Person valid(String claims) {
    Tokens.Verdict verdict = verdict(Jwts.options(), claims);
    assertThat(verdict).as(claims).isInstanceOf(Tokens.Verdict.Valid.class);
    return ((Tokens.Verdict.Valid) verdict).person();
  }

  private static String reason(TokenOptions options, String claims) {
    Tokens.Verdict verdict = verdict(options, claims);
    assertThat(verdict).as(claims).isInstanceOf(Tokens.Verdict.Invalid.class);
    return ((Tokens.Verdict.Invalid) verdict).reasonForTheLog();
  }

  private static Tokens.Verdict verdict(TokenOptions options, String claims) {
    return Jwts.tokens(options).verify(Jwts.hs256(Jwts.HS256, claims, Jwts.SECRET));
  }
}
