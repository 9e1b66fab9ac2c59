package chat.parlor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The newest entries in memory. */
class TailTest {
  private static Entry entry(long seq, int bytes) {
    return new Entry(seq, new byte[bytes], Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 100, 4096})
  void theNewestAreKeptUpToTheNumberAllowed(int most) {
    Tail tail = new Tail(most, 1 << 20);
    for (long seq = 1; seq <= 10_000; seq++) {
      tail.add(entry(seq, 3));
      assertThat(tail.get(seq)).isNotNull();
    }
    assertThat(tail.get(10_000 - most + 1)).isNotNull();
    assertThat(tail.get(10_000 - most)).isNull();
    assertThat(tail.bytes()).isEqualTo(3 * most);
  }

  /** Another server's entries may come before one's own that they stand upon. */
  @Test
  void anEntryBelowTheNewestIsLetBeAndTakesNothingAway() {
    Tail tail = new Tail(4096, 1000);
    tail.add(entry(5, 10));
    tail.add(entry(6, 10));
    tail.add(entry(4, 10));
    tail.add(entry(6, 20));
    tail.add(entry(7, 10));
    assertThat(tail.get(4)).isNull();
    assertThat(tail.get(5)).isNotNull();
    assertThat(tail.get(6)).isNotNull();
    assertThat(tail.get(7)).isNotNull();
    assertThat(tail.bytes()).isEqualTo(30);
  }

  @Test
  void bytesBoundItToo() {
    Tail tail = new Tail(4096, 1000);
    for (long seq = 1; seq <= 50; seq++) {
      tail.add(entry(seq, 300));
    }
    assertThat(tail.bytes()).isEqualTo(900);
    assertThat(tail.get(48)).isNotNull();
    assertThat(tail.get(47)).isNull();
  }

  @Test
  void anEntryLargerThanTheBoundIsStillKeptAlone() {
    Tail tail = new Tail(4096, 1000);
    tail.add(entry(1, 10));
    tail.add(entry(2, 5000));
    assertThat(tail.get(2)).isNotNull();
    assertThat(tail.get(1)).isNull();
  }

  @Test
  void itBeginsWhereverTheFirstEntryStands() {
    Tail tail = new Tail(16, 1000);
    tail.add(entry(1_000_001, 5));
    assertThat(tail.get(1_000_001)).isNotNull();
    assertThat(tail.get(1_000_000)).isNull();
  }

  @Test
  void aHoleEmptiesItFirst() {
    Tail tail = new Tail(16, 1000);
    tail.add(entry(1, 5));
    tail.add(entry(5, 5));
    assertThat(tail.get(1)).isNull();
    assertThat(tail.get(5)).isNotNull();
    assertThat(tail.bytes()).isEqualTo(5);
  }

  @Test
  void aReplacedEntryIsReadInItsNewForm() {
    Tail tail = new Tail(16, 1000);
    tail.add(entry(1, 5));
    tail.add(entry(2, 5));
    Entry redacted = entry(1, 2);
    tail.replace(redacted);
    assertThat(tail.get(1)).isSameAs(redacted);
    assertThat(tail.bytes()).isEqualTo(7);
  }

  @Test
  void droppedItHoldsNothingAndGoesOn() {
    Tail tail = new Tail(16, 1000);
    tail.add(entry(1, 5));
    tail.clear();
    assertThat(tail.get(1)).isNull();
    tail.add(entry(2, 5));
    assertThat(tail.get(2)).isNotNull();
  }
}
