package chat.parlor.filter;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.filter.FilterOptions.Action;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterWordsTest {
  private static final List<String> WORDS =
      List.of("敏感词", "賭博", "ass", "Straße", "8964", "v信", "法轮", "大法轮功", "屄", "𠮷野");

  private final Filter mask = Filter.of(new FilterOptions(WORDS, Action.MASK, Set.of()));
  private final Filter refuse = Filter.of(new FilterOptions(WORDS, Action.REFUSE, Set.of()));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "有敏感词吗|有***吗",
        "敏.感 词|*.* *",
        "敏…感——词!|*…*——*!",
        "敏\u200B感\u2060词|*\u200B*\u2060*",
        "敏\u0336感\u0336词\u0336|******",
        "敏\u2028感\t词|*\u2028*\t*",
        "赌博和賭博|**和**",
        "大法轮和法轮功|大**和**功",
        "大法轮功|****",
        "屄|*",
        "𠮷野家|**家",
        "加Ｖ信|加**",
        "加v.信|加*.*",
        "ASS|***",
        "ａｓｓ|***",
        "you ass!|you ***!",
        "你ass啊|你***啊",
        "a.s.s|*.*.*",
        "you are a s s|you are * * *",
        "a\u200Bs\u200Bs|*\u200B*\u200B*",
        "8964|****",
        "１８９64 8964年|１８９64 ****年",
        "straße|******",
      })
  void aWordIsCoveredExactlyWhereItStands(String text, String masked) {
    assertThat(mask.apply(text)).isEqualTo(new Verdict.Masked(masked));
    assertThat(refuse.apply(text)).isEqualTo(new Verdict.Blocked());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class",
        "assume",
        "as soon as so",
        "as s",
        "c l a s s",
        "a s s u m e",
        "敏感",
        "敏感的词",
        "128964",
        "89645",
        "v 和信",
        "''",
        "\u200B\u200B",
        "😀👍",
        "普通的一句话, and plain English.",
      })
  void anInnocentTextPassesAsItIs(String text) {
    assertThat(mask.apply(text)).isEqualTo(new Verdict.Pass());
    assertThat(refuse.apply(text)).isEqualTo(new Verdict.Pass());
  }

  @Test
  void everyWordOfAnOverlapIsCovered() {
    Filter filter = Filter.of(new FilterOptions(List.of("甲乙丙", "丙丁"), Action.MASK, Set.of()));
    assertThat(filter.apply("甲乙丙丁戊")).isEqualTo(new Verdict.Masked("****戊"));
  }

  @Test
  void aShorterWordIsFoundWhereTheLongerOneDoesNotStandRightly() {
    Filter filter = Filter.of(new FilterOptions(List.of("ab cd", "cd"), Action.MASK, Set.of()));
    assertThat(filter.apply("xab cd")).isEqualTo(new Verdict.Masked("xab **"));
  }

  @Test
  void aLoneSurrogateIsLeftAlone() {
    assertThat(mask.apply("\uD83D敏感词")).isEqualTo(new Verdict.Masked("\uD83D***"));
    assertThat(mask.apply("敏\uDE00感词")).isEqualTo(new Verdict.Masked("*\uDE00**"));
  }

  @Test
  void theTableMapsTraditionalToSimplifiedInOneStep() {
    assertThat(Simplified.of('賭')).isEqualTo('赌');
    assertThat(Simplified.of('學')).isEqualTo('学');
    assertThat(Simplified.of('学')).isEqualTo('学');
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      assertThat(Simplified.of(Simplified.of(point))).isEqualTo(Simplified.of(point));
    }
  }
}
