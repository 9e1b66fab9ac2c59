package chat.parlor.filter;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.filter.FilterOptions.Action;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time grows with length, not with malice: 10 kB of anything is a matter of milliseconds. */
class FilterTimeTest {
  private static final long MILLIS_MOST = 50;

  private static final Filter FILTER =
      Filter.of(new FilterOptions(hostileWords(), Action.MASK, EnumSet.allOf(Detector.class)));

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static List<String> hostileWords() {
    List<String> words = new ArrayList<>();
    // Every suffix of every one is a word too: the longest chains that an automaton can have.
    IntStream.rangeClosed(2, 64).forEach(length -> words.add("a".repeat(length)));
    IntStream.rangeClosed(1, 64).forEach(length -> words.add("啊".repeat(length)));
    IntStream.rangeClosed(1, 60).forEach(length -> words.add("哈".repeat(length) + "x哈"));
    return words;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "啊",
        "哈",
        "哈x",
        "a.",
        "啊 ",
        "1",
        "1 ",
        "1-",
        "138",
        "86 ",
        "a@",
        "@",
        "a@b.",
        "a@b.c ",
        "e\u0301",
        "\u0301",
        "\u0315\u0300",
        "\u200B",
        "ﷺ",
        "㎏",
        "😀",
        "\uD800",
        "\uDC00",
        "X",
        "4 1"
      })
  void aPieceRepeatedToTenThousandCharactersIsQuick(String piece) {
    String text = piece.repeat(10_000 / piece.length());
    FILTER.apply(text); // once to load and warm the classes
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      long began = THREADS.getCurrentThreadCpuTime(); // whatever else the machine does meanwhile
      FILTER.apply(text);
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - began);
    }
    assertThat(best / 1_000_000).isLessThan(MILLIS_MOST);
  }

  @Test
  void noTextMakesItThrowAndTheMaskKeepsTheNumberOfCodePoints() {
    Random random = new Random(1);
    String alphabet = "aas啊哈x1380426 -@.\u0301\u200B\uD83D\uDE00ﷺ㎏賭敏X\n";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Verdict verdict = FILTER.apply(text.toString());
      if (verdict instanceof Verdict.Masked(String masked)) {
        assertThat(masked.codePointCount(0, masked.length()))
            .isEqualTo(text.toString().codePointCount(0, text.length()));
      }
    }
  }
}
