package chat.parlor.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.parlor.protocol.codec.Hello;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {

  @ParameterizedTest
  @EnumSource
  void eachRefusalIsOneSentenceInEachLanguage(Refusal refusal) {
    assertThat(Texts.refusal(refusal, Language.ENGLISH))
        .matches("[A-Z][ -~]+\\.")
        .hasSizeLessThan(100);
    for (Language chinese :
        new Language[] {Language.CHINESE_SIMPLIFIED, Language.CHINESE_TRADITIONAL}) {
      assertThat(Texts.refusal(refusal, chinese)).endsWith("。").doesNotContain(",", ". ", "!");
    }
  }

  @Test
  void refusalsHaveDistinctWordsInLowerCase() {
    assertThat(Refusal.values())
        .extracting(Refusal::code)
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("[a-z_]+"));
    assertThat(Refusal.values())
        .allMatch(refusal -> refusal.name().toLowerCase(Locale.ROOT).equals(refusal.code()));
  }

  @Test
  void comingAndGoingIsToldInEachLanguage() {
    assertThat(Texts.joined(Language.ENGLISH, "Ann")).isEqualTo("Ann joined");
    assertThat(Texts.joined(Language.CHINESE_SIMPLIFIED, "张三")).isEqualTo("张三 进来了");
    assertThat(Texts.joined(Language.CHINESE_TRADITIONAL, "張三")).isEqualTo("張三 進來了");
    assertThat(Texts.left(Language.ENGLISH, "Ann")).isEqualTo("Ann left");
    assertThat(Texts.left(Language.CHINESE_SIMPLIFIED, "张三")).isEqualTo("张三 离开了");
    assertThat(Texts.left(Language.CHINESE_TRADITIONAL, "張三")).isEqualTo("張三 離開了");
    assertThat(Texts.count(Language.ENGLISH, 1)).isEqualTo("1 person here");
    assertThat(Texts.count(Language.ENGLISH, 1234)).isEqualTo("1234 people here");
    assertThat(Texts.count(Language.CHINESE_SIMPLIFIED, 5)).isEqualTo("现在有 5 人");
    assertThat(Texts.count(Language.CHINESE_TRADITIONAL, 5)).isEqualTo("現在有 5 人");
  }

  @Test
  void aGuestWithoutANameGetsOneThatIsAName() {
    assertThat(Texts.guestName(Language.ENGLISH, 4821)).isEqualTo("Guest 4821");
    assertThat(Texts.guestName(Language.CHINESE_SIMPLIFIED, 4821)).isEqualTo("访客 4821");
    assertThat(Texts.guestName(Language.CHINESE_TRADITIONAL, 4821)).isEqualTo("訪客 4821");
    for (Language language : Language.values()) {
      String name = Texts.guestName(language, 9999);
      assertThat(Names.person(name)).contains(name);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeReasonsFitIntoACloseFrame(Language language) {
    assertThat(Texts.authenticationFailed(language).getBytes(UTF_8)).hasSizeLessThan(124);
    assertThat(Texts.stopping(language).getBytes(UTF_8)).hasSizeLessThan(124);
  }

  @Test
  void theReasonOfTheTutorialIsExact() {
    assertThat(Texts.authenticationFailed(Language.CHINESE_SIMPLIFIED)).isEqualTo("认证失败");
    assertThat(Texts.authenticationFailed(Language.CHINESE_TRADITIONAL)).isEqualTo("認證失敗");
    assertThat(Texts.authenticationFailed(Language.ENGLISH)).isEqualTo("authentication failed");
  }

  @ParameterizedTest
  @CsvSource({
    "en, ENGLISH", "en-GB, ENGLISH", "EN, ENGLISH",
    "zh, CHINESE_SIMPLIFIED", "zh-CN, CHINESE_SIMPLIFIED", "zh-Hans-HK, CHINESE_SIMPLIFIED",
    "zh-TW, CHINESE_TRADITIONAL", "zh_HK, CHINESE_TRADITIONAL", "zh-mo, CHINESE_TRADITIONAL",
    "zh-Hant, CHINESE_TRADITIONAL", "zh-Hant-CN, CHINESE_TRADITIONAL", " zh , CHINESE_SIMPLIFIED",
    "zh-twx, CHINESE_SIMPLIFIED"
  })
  void aTagAsksForALanguage(String tag, Language language) {
    assertThat(Language.ofTag(tag)).contains(language);
  }

  @ParameterizedTest
  @CsvSource({"fr", "''", "*", "e", "eng", "zho"})
  void anotherTagAsksForNone(String tag) {
    assertThat(Language.ofTag(tag)).isEmpty();
  }

  @Test
  void eachLanguageIsFoundByItsOwnTag() {
    assertThat(Language.values()).allMatch(it -> Language.ofTag(it.tag()).equals(Optional.of(it)));
  }

  @Test
  void noTokenIsShownByToString() {
    String token = "eyJhbGciOiJIUzI1NiJ9.secret";
    ServerFrame welcome =
        new ServerFrame.Welcome(
            "g-1",
            "Ann",
            true,
            Optional.of(token),
            List.of(),
            new ServerFrame.Limits(0, 0, 0, 0, 0),
            30_000,
            "dev",
            Instant.EPOCH);
    Object auth = new ClientFrame.Auth(Optional.empty(), token);
    Hello hello = Hello.parse("name=Ann&token=" + token, Dialect.V1);
    assertThat(hello.token()).contains(token);
    assertThat(welcome + " " + auth + " " + hello).contains("Ann").doesNotContain("eyJ", "secret");
  }

  @Test
  void anEntryWithoutANumberIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new ChatEntry("tea", 0, 0, "g-1", "Ann", "x", Optional.empty(), OptionalLong.empty()));
  }
}
