package chat.parlor.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.parlor.filter.Filter;
import chat.parlor.filter.FilterOptions;
import chat.parlor.log.Entry;
import chat.parlor.log.LogOptions;
import chat.parlor.log.Logs;
import chat.parlor.log.RoomLog;
import chat.parlor.protocol.Refusal;
import chat.parlor.room.FailingStore.Point;
import chat.parlor.store.StoreException;
import chat.parlor.telemetry.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When things go wrong around the writer, everybody is answered and nothing is shown in vain. */
class WriterFailureTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final FailingStore store = new FailingStore();
  private final Metrics metrics = new Metrics();
  private final Logs logs = new Logs(store, LogOptions.defaults(), metrics);
  private final AtomicInteger fatal = new AtomicInteger();
  private final RoomWriter writer =
      new RoomWriter(
          store,
          logs,
          Filter.of(FilterOptions.none()),
          RoomOptions.defaults(),
          new RoomWriter.Environment(
              InstantSource.system(), head -> {}, () -> {}, fatal::incrementAndGet, metrics));
  private final RoomLog log = logs.hold("tea").join();

  @AfterEach
  void close() {
    writer.close();
    logs.close();
    metrics.close();
  }

  private CompletableFuture<Outcome> post(String key) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    assertThat(writer.submit(post(key, outcome::complete))).isTrue();
    return outcome.orTimeout(30, TimeUnit.SECONDS);
  }

  private static Post post(String key, Post.Receipt receipt) {
    return new Post(
        new Post.Target.Open("tea"),
        "ann",
        "Ann",
        "text of " + key,
        Optional.of(key),
        OptionalLong.empty(),
        receipt);
  }

  private static void assertStored(CompletableFuture<Outcome> outcome, long seq, boolean again) {
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Outcome.Stored.class,
            stored -> {
              assertThat(stored.seq()).isEqualTo(seq);
              assertThat(stored.duplicate()).isEqualTo(again);
              assertThat(stored.readers()).isEqualTo(Set.of());
            });
  }

  private static void assertUnavailable(CompletableFuture<Outcome> outcome) {
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(Refusal.STORAGE_UNAVAILABLE));
  }

  private List<Long> shown() {
    assertThat(log.head()).isPositive();
    return logs.range(log, 1, log.head()).join().stream().map(Entry::seq).toList();
  }

  @Test
  void whatIsKnownNotToBeStoredIsRefusedAndTheNextOneIsStored() {
    store.fail(Point.BEFORE_APPEND, FailingStore.known());
    store.fail(Point.PROBE, failures(1_000, FailingStore::known));
    assertUnavailable(post("key-1"));
    assertThat(writer.refusing()).isTrue();
    assertThat(log.head()).isZero();
    assertStored(post("key-2"), 1, false);
    assertThat(writer.refusing()).isFalse();
    assertThat(store.reopened).hasValue(0);
    assertThat(fatal).hasValue(0);
  }

  @Test
  void readinessComesBackThoughNobodySends() {
    store.fail(Point.BEFORE_APPEND, FailingStore.known());
    store.fail(Point.PROBE, FailingStore.known());
    assertUnavailable(post("key-1"));
    assertThat(writer.refusing()).isTrue();
    await().atMost(SOON).until(() -> !writer.refusing());
    assertThat(store.reopened).hasValue(0);
  }

  static Stream<Arguments> whatMayBeThrown() {
    return Stream.of(
        Arguments.of((Supplier<Throwable>) FailingStore::unknown),
        Arguments.of((Supplier<Throwable>) () -> new IllegalStateException("a bug")),
        Arguments.of((Supplier<Throwable>) StackOverflowError::new));
  }

  @ParameterizedTest
  @MethodSource("whatMayBeThrown")
  void whatTurnsOutToBeStoredIsAcknowledgedWithItsNumber(Supplier<Throwable> failure) {
    store.fail(Point.AFTER_APPEND, failure.get());
    assertStored(post("key-1"), 1, false);
    assertThat(store.reopened).hasValue(1);
    assertThat(shown()).containsExactly(1L);
    assertStored(post("key-2"), 2, false);
    assertThat(shown()).containsExactly(1L, 2L);
    assertStored(post("key-1"), 1, true);
    assertThat(writer.refusing()).isFalse();
    assertThat(fatal).hasValue(0);
  }

  @ParameterizedTest
  @MethodSource("whatMayBeThrown")
  void whatTurnsOutNotToBeStoredIsRefusedAndMayBeSentAgain(Supplier<Throwable> failure) {
    store.fail(Point.BEFORE_APPEND, failure.get());
    assertUnavailable(post("key-1"));
    assertThat(store.reopened).hasValue(1);
    assertThat(log.head()).isZero();
    assertStored(post("key-1"), 1, false);
    assertThat(shown()).containsExactly(1L);
  }

  @ParameterizedTest
  @MethodSource("whatMayBeThrown")
  void whileTheStoreCannotBeOpenedEverybodyIsAnswered(Supplier<Throwable> failure) {
    store.fail(Point.AFTER_APPEND, FailingStore.unknown());
    store.fail(Point.REOPEN, failure.get(), FailingStore.unknown(), FailingStore.unknown());
    assertUnavailable(post("key-1"));
    assertThat(writer.refusing()).isTrue();
    assertUnavailable(post("key-2"));
    assertThat(log.head()).as("nobody knows yet").isZero();
    await().atMost(SOON).until(() -> !writer.refusing());
    assertThat(shown()).as("stored, and shown though nobody sent since").containsExactly(1L);
    assertStored(post("key-1"), 1, true);
    assertStored(post("key-2"), 2, false);
    assertThat(shown()).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @MethodSource("whatMayBeThrown")
  void aStoreThatCannotBeAskedIsAnswered(Supplier<Throwable> failure) {
    assertStored(post("key-1"), 1, false);
    store.fail(Point.LOOKUP, failure.get());
    assertUnavailable(post("key-2"));
    assertStored(post("key-2"), 2, false);
  }

  @Test
  void allOfABatchIsAnswered() {
    store.appends.drainPermits();
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      outcomes.add(post("key-%04d".formatted(i)));
    }
    store.fail(Point.AFTER_APPEND, FailingStore.unknown());
    store.fail(Point.BEFORE_APPEND, new IllegalStateException("a bug"));
    store.appends.release(1_000);
    long stored = outcomes.stream().filter(it -> it.join() instanceof Outcome.Stored).count();
    outcomes.stream()
        .filter(it -> it.join() instanceof Outcome.Refused)
        .forEach(WriterFailureTest::assertUnavailable);
    // How the fifty fell into batches decides how many were stored; each was answered all the same.
    assertThat(shown()).hasSize((int) stored);
  }

  @Test
  void aReceiptThatFailsKeepsNobodyElseFromBeingAnswered() {
    assertThat(
            writer.submit(
                post(
                    "key-1",
                    outcome -> {
                      throw new AssertionError("a bug in a receipt");
                    })))
        .isTrue();
    assertStored(post("key-2"), 2, false);
    assertThat(shown()).containsExactly(1L, 2L);
  }

  @Test
  void threeFailuresInAMinuteEndTheProcess() {
    store.fail(Point.BEFORE_APPEND, new IllegalStateException("1"), new AssertionError("2"));
    assertUnavailable(post("key-1"));
    assertUnavailable(post("key-2"));
    assertThat(fatal).hasValue(0);
    store.fail(Point.BEFORE_APPEND, new IllegalStateException("3"));
    assertUnavailable(post("key-3"));
    assertThat(fatal).hasValue(1);
  }

  @Test
  void outOfMemoryOnceEndsTheProcess() {
    store.fail(Point.BEFORE_APPEND, new OutOfMemoryError("a test"));
    assertUnavailable(post("key-1"));
    assertThat(fatal).hasValue(1);
  }

  @Test
  void aStoreThatFailsIsNoFailureOfTheWriter() {
    store.fail(Point.BEFORE_APPEND, failures(5, FailingStore::unknown));
    for (int i = 0; i < 5; i++) {
      assertUnavailable(post("key-" + i));
    }
    assertThat(fatal).hasValue(0);
  }

  private static Throwable[] failures(int count, Supplier<StoreException> one) {
    return Stream.generate(one).limit(count).toArray(Throwable[]::new);
  }
}
