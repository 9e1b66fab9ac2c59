package chat.parlor.filter;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.filter.FilterOptions.Action;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterDetectorsTest {
  private final Filter all =
      Filter.of(new FilterOptions(List.of(), Action.REFUSE, EnumSet.allOf(Detector.class)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "我的号码13812345678，加我|我的号码138****5678，加我",
        "138 1234 5678|138 **** 5678",
        "138-1234-5678|138-****-5678",
        "+8613812345678|+86138****5678",
        "+86 138-1234-5678|+86 138-****-5678",
        "008613812345678|0086138****5678",
        "１３８１２３４５６７８|１３８****５６７８",
        "1\u200B3812345678|1\u200B38****5678",
        "1 3 8 1 2 3 4 5 6 7 8|1 3 8 * * * * 5 6 7 8",
        "13812345678 13987654321|138****5678 139****4321",
        "11010519491231002X|110*************2X",
        "11010519491231002x。|110*************2x。",
        "440524188001010014|440*************14",
        "440524 18800101 0014|440*** ******** **14",
        "４４０５２４１８８００１０１００１４|４４０*************１４",
        "4111111111111111|************1111",
        "4111 1111 1111 1111|**** **** **** 1111",
        "6222-0212-3456-7890-128|****-****-****-***0-128",
        "378282246310005|***********0005",
        "zhang.san@example.com|z********@example.com",
        "联系abc@x.com谢谢|联系a**@x.com谢谢",
        "a@b.co.uk|*@b.co.uk",
        "ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ|ｚ****＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "13812345678@qq.com|1**********@qq.com",
      })
  void personalDataIsMaskedButForAHint(String text, String masked) {
    assertThat(all.apply(text)).isEqualTo(new Verdict.Masked(masked));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12812345678", // no such prefix
        "1381234567", // ten digits
        "213812345678901234567890", // inside a longer run
        "113812345678",
        "11010519491231002A", // no check character
        "110105194912310021", // wrong checksum
        "110105194913310029", // no such month
        "4111111111111112", // fails Luhn
        "000000000000",
        "41 11 11 11 11 11 11 11", // blocks too small for a card
        "12345678901234567890", // 20 digits
        "ab@cd",
        "@example.com x",
        "a@.com",
        "a@b.c",
        "2026-11-24 12:30:00",
      })
  void whatOnlyLooksLikeItPasses(String text) {
    assertThat(all.apply(text)).isEqualTo(new Verdict.Pass());
  }

  @Test
  void onlyWhatIsSwitchedOnIsMasked() {
    String text = "13812345678 11010519491231002X 4111111111111111 zs@example.com";
    assertThat(only(Detector.MOBILE, text))
        .isEqualTo("138****5678 11010519491231002X 4111111111111111 zs@example.com");
    assertThat(only(Detector.IDCARD, text))
        .isEqualTo("13812345678 110*************2X 4111111111111111 zs@example.com");
    assertThat(only(Detector.BANKCARD, text))
        .isEqualTo("13812345678 11010519491231002X ************1111 zs@example.com");
    assertThat(only(Detector.EMAIL, text))
        .isEqualTo("13812345678 11010519491231002X 4111111111111111 z*@example.com");
  }

  @Test
  void aWordOfTheListGoesBeforePersonalData() {
    FilterOptions options = new FilterOptions(List.of("坏"), Action.REFUSE, Set.of(Detector.MOBILE));
    assertThat(Filter.of(options).apply("坏 13812345678")).isEqualTo(new Verdict.Blocked());
    assertThat(Filter.of(options).apply("好 13812345678"))
        .isEqualTo(new Verdict.Masked("好 138****5678"));
  }

  private static String only(Detector detector, String text) {
    Filter filter = Filter.of(new FilterOptions(List.of(), Action.MASK, Set.of(detector)));
    return ((Verdict.Masked) filter.apply(text)).text();
  }
}
