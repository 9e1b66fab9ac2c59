package chat.parlor.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** No two persons are called the same at one time. */
final class NamesInUseTest {
  private final NamesInUse names = new NamesInUse();

  @Test
  void theSecondOfANameGetsATwo() {
    assertThat(names.claim("a", "张三")).isEqualTo("张三");
    assertThat(names.claim("b", "张三")).isEqualTo("张三 2");
    assertThat(names.claim("c", "张三")).isEqualTo("张三 3");
    assertThat(names.holder("张三 2")).contains("b");
    assertThat(names.nameOf("c")).contains("张三 3");
  }

  @Test
  void namesAreComparedWithoutCaseAndForm() {
    assertThat(names.claim("a", "Zoë")).isEqualTo("Zoë");
    assertThat(names.claim("b", "ZOE\u0308")).isEqualTo("ZOE\u0308 2");
    assertThat(names.claim("c", "Straße")).isEqualTo("Straße");
    assertThat(names.claim("d", "STRASSE")).isEqualTo("STRASSE 2");
    assertThat(names.holder("zoë")).contains("a");
    assertThat(names.claim("e", "Σίσυφος")).isEqualTo("Σίσυφος");
    assertThat(names.claim("f", "ΣΊΣΥΦΟΣ")).isEqualTo("ΣΊΣΥΦΟΣ 2");
  }

  @Test
  void aPersonKeepsTheNameUntilTheLastConnectionIsGone() {
    names.claim("a", "Ann");
    assertThat(names.claim("a", "Other")).isEqualTo("Ann");
    names.release("a");
    assertThat(names.claim("b", "Ann")).isEqualTo("Ann 2");
    names.release("a");
    assertThat(names.holder("Ann")).isEmpty();
    assertThat(names.nameOf("a")).isEmpty();
    assertThat(names.claim("c", "Ann")).isEqualTo("Ann");
    assertThat(names.nameOf("b")).contains("Ann 2");
  }

  @Test
  void aFreedSuffixIsTakenAgain() {
    names.claim("a", "Ann");
    names.claim("b", "Ann");
    names.claim("c", "Ann");
    names.release("b");
    assertThat(names.claim("d", "Ann")).isEqualTo("Ann 2");
  }

  @Test
  void releasingWhatIsNotHeldDoesNothing() {
    names.release("nobody");
    names.claim("a", "Ann");
    names.release("a");
    names.release("a");
    assertThat(names.claim("a", "Bob")).isEqualTo("Bob");
    assertThat(names.nameOf("a")).contains("Bob");
  }

  @Test
  void aLongNameIsCutToKeepItsSuffix() {
    String longest = "x".repeat(24);
    assertThat(names.claim("a", longest)).isEqualTo(longest);
    assertThat(names.claim("b", longest)).isEqualTo("x".repeat(22) + " 2");
    String wide = "𠮷".repeat(24);
    assertThat(names.claim("c", wide)).isEqualTo(wide);
    assertThat(names.claim("d", wide)).isEqualTo("𠮷".repeat(22) + " 2");
    String spaced = "y".repeat(21) + " zz";
    names.claim("e", spaced);
    assertThat(names.claim("f", spaced)).isEqualTo("y".repeat(21) + " 2");
  }

  @Test
  void renamingFreesTheOldNameAndKeepsTheCount() {
    names.claim("a", "Guest 1234");
    names.claim("a", "Guest 1234");
    names.claim("b", "Ann");
    assertThat(names.rename("a", "Ann")).isEqualTo("Ann 2");
    assertThat(names.holder("Guest 1234")).isEmpty();
    assertThat(names.rename("a", "Ann")).as("still taken").isEqualTo("Ann 2");
    assertThat(names.rename("b", "ANN")).as("only in another case").isEqualTo("ANN");
    assertThat(names.rename("b", "Bob")).isEqualTo("Bob");
    assertThat(names.rename("a", "Ann")).isEqualTo("Ann");
    names.release("a");
    assertThat(names.holder("Ann")).contains("a");
    names.release("a");
    assertThat(names.holder("Ann")).isEmpty();
    assertThatThrownBy(() -> names.rename("a", "Ann")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCrowdThatWantsOneNameIsServedQuickly() {
    long begin = System.nanoTime();
    Set<String> given = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 15_000; i++) {
      given.add(names.claim("p" + i, "same"));
    }
    assertThat(given).hasSize(15_000);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void manyThreadsNeverShareANameAndLeaveNothingBehind() throws Exception {
    Set<String> held = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        String me = "p" + t;
        all.add(threads.submit(() -> comeAndGo(me, held)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(names.holder("crowd")).isEmpty();
    for (int t = 0; t < 8; t++) {
      assertThat(names.nameOf("p" + t)).isEmpty();
      assertThat(names.holder("crowd " + (t + 2))).isEmpty();
    }
  }

  private void comeAndGo(String me, Set<String> held) {
    for (int i = 0; i < 5_000; i++) {
      String name =
          names.claim(me, i % 2 == 0 ? "crowd" : "CROWD").toLowerCase(java.util.Locale.ROOT);
      assertThat(held.add(name)).as("held by nobody else: %s", name).isTrue();
      assertThat(names.claim(me, "crowd")).isEqualToIgnoringCase(name);
      names.release(me);
      assertThat(names.holder(name)).contains(me);
      held.remove(name);
      names.release(me);
    }
  }
}
