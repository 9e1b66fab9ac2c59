package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
  private static final DateTimeFormatter REFERENCE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Test
  void timesAreWrittenAsTheJdkWritesThem() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      assertTime(random.nextLong(FIRST, LAST + 1));
    }
    for (long edge : new long[] {FIRST, LAST, -1, 0, 999, 1_000, 951_782_400_000L}) {
      assertTime(edge);
    }
  }

  @Test
  void aYearOfFiveDigitsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new JsonBytes(0).time(LAST + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new JsonBytes(0).time(FIRST - 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 9, 10, Long.MAX_VALUE})
  void numbersAreWrittenWhole(long number) {
    assertThat(written(new JsonBytes(0).number(number))).isEqualTo(Long.toString(number));
  }

  @Test
  void eachCharacterBecomesTheBytesOfTheJdk() {
    for (int codePoint = ' '; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      boolean surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
      if (!surrogate && codePoint != '"' && codePoint != '\\') {
        String text = Character.toString(codePoint);
        assertThat(new JsonBytes(0).text(text).toByteArray())
            .isEqualTo(("\"" + text + "\"").getBytes(UTF_8));
      }
    }
  }

  @Test
  void halfACharacterIsEscapedSoThatTheBytesStayUtf8() {
    assertThat(JsonBytes.quoted("a\ud800")).isEqualTo("\"a\\ud800\"");
    assertThat(JsonBytes.quoted("\udc00\ud800x")).isEqualTo("\"\\udc00\\ud800x\"");
  }

  @Test
  void anyMixtureOfWhatGrowsAndWhatDoesNotHasRoom() {
    Random random = new Random(11);
    String alphabet = "a\"\\\u0000\n\u00e9你\ud800";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      JsonBytes.quoted(text.toString());
    }
  }

  private static void assertTime(long millis) {
    assertThat(written(new JsonBytes(0).time(millis)))
        .isEqualTo("\"" + REFERENCE.format(Instant.ofEpochMilli(millis)) + "\"");
  }

  private static String written(JsonBytes json) {
    return new String(json.toByteArray(), UTF_8);
  }
}
