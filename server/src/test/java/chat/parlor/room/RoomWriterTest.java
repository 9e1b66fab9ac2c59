package chat.parlor.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.filter.Detector;
import chat.parlor.filter.Filter;
import chat.parlor.filter.FilterOptions;
import chat.parlor.log.LogOptions;
import chat.parlor.log.Logs;
import chat.parlor.protocol.Refusal;
import chat.parlor.store.LogAppend;
import chat.parlor.store.NewEntry;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoredEntry;
import chat.parlor.store.memory.MemoryStore;
import chat.parlor.telemetry.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the writer makes of what it is given. */
class RoomWriterTest {
  private final Store store = new MemoryStore();
  private final Metrics metrics = new Metrics();
  private final Logs logs = new Logs(store, LogOptions.defaults(), metrics);
  private final List<RoomWriter> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(RoomWriter::close);
  }

  private RoomWriter writer(FilterOptions filter, RoomOptions options) {
    RoomWriter writer =
        new RoomWriter(
            store,
            logs,
            Filter.of(filter),
            options,
            new RoomWriter.Environment(
                InstantSource.system(), head -> {}, () -> {}, () -> {}, new Metrics()));
    opened.add(writer);
    return writer;
  }

  private RoomWriter writer() {
    return writer(FilterOptions.none(), RoomOptions.defaults());
  }

  private static Outcome post(RoomWriter writer, Post.Target target, String who, String text) {
    return post(writer, target, who, text, Optional.empty());
  }

  private static Outcome post(
      RoomWriter writer, Post.Target target, String who, String text, Optional<String> key) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Post post = new Post(target, who, who, text, key, OptionalLong.empty(), outcome::complete);
    assertThat(writer.submit(post)).isTrue();
    return outcome.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static Outcome.Stored stored(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Stored.class);
    return (Outcome.Stored) outcome;
  }

  private static final Post.Target LOBBY = new Post.Target.Open("lobby");

  private String body(String room, long seq) throws StoreException {
    try (var reader = store.reader()) {
      long log = reader.find(room).orElseThrow().log();
      byte[] body = reader.page(log, seq, seq).entries().getFirst().body();
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  @Test
  void numbersRunFromOneByOnePerRoom() {
    RoomWriter writer = writer();
    assertThat(stored(post(writer, LOBBY, "ann", "a")).seq()).isEqualTo(1);
    assertThat(stored(post(writer, LOBBY, "bob", "b")).seq()).isEqualTo(2);
    assertThat(stored(post(writer, new Post.Target.Open("other"), "bob", "c")).seq()).isEqualTo(1);
  }

  @Test
  void whatSomebodyElseWroteMeanwhileIsReadBeforeWritingOn() throws StoreException {
    RoomWriter writer = writer();
    assertThat(stored(post(writer, LOBBY, "ann", "a")).seq()).isEqualTo(1);
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    StoredEntry foreign = new StoredEntry(2, 0, "node two", body, Optional.empty());
    store
        .writer()
        .append(
            List.of(
                new LogAppend(
                    "lobby",
                    1,
                    true,
                    List.of(),
                    List.of(new NewEntry(foreign, "foreign-key", body)))));
    assertThat(stored(post(writer, LOBBY, "ann", "b")).seq()).isEqualTo(3);
    assertThat(body("lobby", 3)).contains("\"message\":\"b\"");
  }

  @Test
  void theSameKeyIsStoredOnceAndAnsweredWithItsNumberAlsoByALaterWriter() {
    RoomWriter writer = writer();
    Optional<String> key = Optional.of("key-00000001");
    Outcome.Stored first = stored(post(writer, LOBBY, "ann", "once", key));
    Outcome.Stored again = stored(post(writer, LOBBY, "ann", "once", key));
    assertThat(again.seq()).isEqualTo(first.seq());
    assertThat(again.duplicate()).isTrue();
    Outcome.Stored later = stored(post(writer(), LOBBY, "ann", "once", key));
    assertThat(later.seq()).isEqualTo(first.seq());
    assertThat(later.timeMillis()).isEqualTo(first.timeMillis());
    assertThat(post(writer, LOBBY, "ann", "other", key))
        .isEqualTo(Outcome.Refused.of(Refusal.ID_REUSED));
    assertThat(stored(post(writer, LOBBY, "bob", "other", key)).seq()).isEqualTo(2);
  }

  @Test
  void theSameKeyTwiceInOneBatchIsStoredOnce() throws InterruptedException {
    RoomWriter writer = writer();
    List<Outcome> outcomes = new ArrayList<>();
    List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      waiting.add(outcome);
      assertThat(
              writer.submit(
                  new Post(
                      LOBBY,
                      "ann",
                      "ann",
                      "once",
                      Optional.of("key-00000001"),
                      OptionalLong.empty(),
                      outcome::complete)))
          .isTrue();
    }
    waiting.forEach(each -> outcomes.add(each.orTimeout(10, TimeUnit.SECONDS).join()));
    assertThat(outcomes).allMatch(outcome -> stored(outcome).seq() == 1);
    assertThat(outcomes).filteredOn(outcome -> !stored(outcome).duplicate()).hasSize(1);
  }

  @Test
  void twoPersonsHaveOneDirectRoomWhoeverBegins() {
    RoomWriter writer = writer();
    Outcome.Stored first = stored(post(writer, new Post.Target.Direct("bob"), "ann", "hi"));
    Outcome.Stored answer = stored(post(writer, new Post.Target.Direct("ann"), "bob", "hi"));
    assertThat(answer.room()).isEqualTo(first.room()).startsWith("~");
    assertThat(answer.seq()).isEqualTo(2);
    assertThat(answer.readers()).isEqualTo(Set.of("ann", "bob"));
    assertThat(stored(post(writer(), new Post.Target.Direct("bob"), "ann", "again")).room())
        .isEqualTo(first.room());
  }

  @Test
  void whatTheFilterMasksIsMaskedBeforeItIsStored() throws StoreException {
    RoomWriter writer =
        writer(
            new FilterOptions(List.of("敏感词"), FilterOptions.Action.MASK, Set.of(Detector.MOBILE)),
            RoomOptions.defaults());
    stored(post(writer, LOBBY, "ann", "这是敏.感 词，电话 13812345678"));
    assertThat(body("lobby", 1)).doesNotContain("感").doesNotContain("13812345678");
  }

  @Test
  void whatTheFilterBlocksIsRefusedAndTakesNoNumber() {
    RoomWriter writer =
        writer(
            new FilterOptions(List.of("敏感词"), FilterOptions.Action.REFUSE, Set.of()),
            RoomOptions.defaults());
    assertThat(post(writer, LOBBY, "ann", "这是敏感词"))
        .isEqualTo(Outcome.Refused.of(Refusal.BLOCKED_CONTENT));
    assertThat(stored(post(writer, LOBBY, "ann", "这不是")).seq()).isEqualTo(1);
  }

  @Test
  void aFullMailboxRefusesAtOnceAndLosesNothingItTook() {
    RoomWriter writer = writer(FilterOptions.none(), new RoomOptions(5, 1 << 20, 2));
    List<CompletableFuture<Outcome>> taken = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      Post post =
          new Post(
              LOBBY,
              "ann",
              "ann",
              "m" + i,
              Optional.empty(),
              OptionalLong.empty(),
              outcome::complete);
      if (writer.submit(post)) {
        taken.add(outcome);
      } else {
        refused++;
      }
    }
    assertThat(refused).isPositive();
    for (int i = 0; i < taken.size(); i++) {
      Outcome outcome = taken.get(i).orTimeout(10, TimeUnit.SECONDS).join();
      assertThat(stored(outcome).seq()).isEqualTo(i + 1);
    }
  }

  @Test
  void closingAnswersWhatWaits() {
    RoomWriter writer = writer();
    List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      waiting.add(outcome);
      writer.submit(
          new Post(
              LOBBY, "ann", "ann", "m", Optional.empty(), OptionalLong.empty(), outcome::complete));
    }
    writer.close();
    assertThat(waiting).allMatch(CompletableFuture::isDone);
    assertThat(waiting).allMatch(outcome -> outcome.join() instanceof Outcome.Stored);
  }
}
