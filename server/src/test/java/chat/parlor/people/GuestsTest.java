package chat.parlor.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parlor.protocol.Language;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Guests, and the tokens by which they are known again. */
final class GuestsTest {
  private static final Person ZHANG =
      Tokens.newGuest(Optional.of("张三"), Language.CHINESE_SIMPLIFIED);

  private final Tokens tokens = Jwts.tokens(Jwts.options());

  @Test
  void aGuestHasAnIdNobodyGuesses() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(Tokens.newGuest(Optional.empty(), Language.ENGLISH).userId());
    }
    assertThat(ids).hasSize(1_000).allMatch(id -> id.matches("guest-[a-z2-7]{20}"));
  }

  @Test
  void aGuestIsCalledAsWantedOrSomethingMadeUp() {
    assertThat(ZHANG.name()).isEqualTo("张三");
    assertThat(ZHANG.named()).isTrue();
    assertThat(ZHANG.guest()).isTrue();
    Person nameless = Tokens.newGuest(Optional.empty(), Language.CHINESE_SIMPLIFIED);
    assertThat(nameless.name()).matches("访客 \\d{4}");
    assertThat(nameless.named()).isFalse();
    assertThat(Tokens.newGuest(Optional.empty(), Language.ENGLISH).name()).matches("Guest \\d{4}");
  }

  @Test
  void aGuestIsKnownAgainByTheToken() {
    assertThat(tokens.verify(tokens.issueGuest(ZHANG))).isEqualTo(new Tokens.Verdict.Valid(ZHANG));
    Person nameless = Tokens.newGuest(Optional.empty(), Language.ENGLISH);
    assertThat(tokens.verify(tokens.issueGuest(nameless)))
        .isEqualTo(new Tokens.Verdict.Valid(nameless));
  }

  @Test
  void theTokenCountsForEver() {
    Tokens later =
        new Tokens(Jwts.options(), Jwts.INSTALLATION, () -> Jwts.NOW.plus(Duration.ofDays(36_500)));
    assertThat(later.verify(tokens.issueGuest(ZHANG))).isInstanceOf(Tokens.Verdict.Valid.class);
  }

  @Test
  void anotherInstallationsGuestIsNobodyHere() {
    byte[] other = Jwts.INSTALLATION.clone();
    other[31] = 1;
    String token = new Tokens(Jwts.options(), other, () -> Jwts.NOW).issueGuest(ZHANG);
    assertThat(tokens.verify(token))
        .isEqualTo(new Tokens.Verdict.Invalid("not a guest's token of this installation"));
  }

  @Test
  void theOperatorsSecretMakesNoGuestsAndTheGuestsKeyNoUsers() {
    String header = "{\"alg\":\"HS256\",\"typ\":\"parlor-guest\"}";
    String claims = "{\"sub\":\"%s\",\"name\":\"x\",\"named\":true}".formatted(ZHANG.userId());
    invalid(Jwts.hs256(header, claims, Jwts.SECRET));
    invalid(Jwts.hs256(header, claims, Jwts.INSTALLATION));
    invalid(Jwts.hs256(Jwts.HS256, Jwts.ALICE, Jwts.INSTALLATION));
    // A good guest's token that calls itself something else.
    String[] parts = tokens.issueGuest(ZHANG).split("\\.", -1);
    String plain =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Jwts.HS256.getBytes(StandardCharsets.UTF_8));
    invalid(plain + "." + parts[1] + "." + parts[2]);
  }

  @Test
  void evenWithTheSameSecretTheTwoKindsStayApart() {
    byte[] shared = Jwts.SECRET.getBytes(StandardCharsets.UTF_8);
    Tokens same = new Tokens(Jwts.options(), shared, () -> Jwts.NOW);
    String claims = "{\"sub\":\"%s\",\"name\":\"x\",\"named\":true}".formatted(ZHANG.userId());
    assertThat(
            same.verify(Jwts.hs256("{\"alg\":\"HS256\",\"typ\":\"parlor-guest\"}", claims, shared)))
        .isInstanceOf(Tokens.Verdict.Invalid.class);
  }

  @Test
  void whereNoGuestsAreLetInTheirTokensDoNotCount() {
    Tokens closed =
        Jwts.tokens(
            new TokenOptions(
                false,
                Optional.of(Jwts.SECRET),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "sub",
                "name",
                "locale",
                30));
    assertThat(closed.verify(tokens.issueGuest(ZHANG))).isInstanceOf(Tokens.Verdict.Invalid.class);
  }

  @Test
  void onlyGuestsGetGuestsTokens() {
    Person user = new Person("alice", "Alice", false, true, Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> tokens.issueGuest(user)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Person("guest-x", "x", false, true, Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void invalid(String token) {
    assertThat(tokens.verify(token)).isInstanceOf(Tokens.Verdict.Invalid.class);
  }
}
