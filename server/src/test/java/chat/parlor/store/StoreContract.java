package chat.parlor.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises, in the words of {@link StoreWriter} and {@link StoreReader}. */
public abstract class StoreContract {
  private Store store;
  private StoreWriter writer;
  private StoreReader reader;

  protected abstract Store open() throws StoreException;

  @BeforeEach
  void start() throws StoreException {
    store = open();
    writer = store.writer();
    reader = store.reader();
  }

  @AfterEach
  void stop() {
    reader.close();
    store.close();
  }

  @Test
  void aLogDoesNotExistBeforeItsFirstEntry() throws StoreException {
    assertThat(writer.find("lobby")).isEmpty();
    assertThat(reader.find("lobby")).isEmpty();
    assertThat(reader.directory("", 10)).isEmpty();
  }

  @Test
  void numbersBeginAtOneAndHaveNoHoles() throws StoreException {
    append(Entries.of("lobby", 0, "a", "b"));
    append(Entries.of("lobby", 2, "c"));

    LogHead head = reader.find("lobby").orElseThrow();
    assertThat(head.head()).isEqualTo(3);
    assertThat(head.log()).isPositive();
    assertThat(head.listed()).isTrue();
    assertThat(writer.find("lobby")).contains(head);
    Page page = reader.page(head.log(), 1, 100);
    assertThat(page.epoch()).isEqualTo(store.epoch());
    assertThat(page.head()).isEqualTo(head);
    assertThat(Entries.texts(page)).containsExactly("a", "b", "c");
    assertThat(page.entries()).extracting(StoredEntry::seq).containsExactly(1L, 2L, 3L);
  }

  @Test
  void anEntryComesBackAsItWasStored() throws StoreException {
    byte[] body = {0, (byte) 0xff, '{', '\n', 0};
    StoredEntry entry = new StoredEntry(1, 1_764_000_000_123L, "张三 😀", body, Optional.of("李四"));
    append(
        new LogAppend("房间", 0, true, List.of(), List.of(new NewEntry(entry, "k1", new byte[16]))));

    Page page = reader.page(reader.find("房间").orElseThrow().log(), 1, 1);
    assertThat(page.entries()).usingRecursiveFieldByFieldElementComparator().containsExactly(entry);
  }

  @Test
  void anAnswerHoldsTheHeadsInTheOrderOfTheAppends() throws StoreException {
    append(Entries.of("two", 0, "x"));
    Appended.Done done =
        (Appended.Done)
            writer.append(List.of(Entries.of("one", 0, "a"), Entries.of("two", 1, "y", "z")));
    assertThat(done.heads()).extracting(LogHead::name).containsExactly("one", "two");
    assertThat(done.heads()).extracting(LogHead::head).containsExactly(1L, 3L);
    assertThat(done.heads())
        .containsExactly(writer.find("one").orElseThrow(), writer.find("two").orElseThrow());
  }

  @Test
  void manyEntriesInOneAppendKeepTheirOrder() throws StoreException {
    String[] texts = LongStream.range(0, 1_000).mapToObj(Long::toString).toArray(String[]::new);
    append(Entries.of("lobby", 0, texts));
    Page page = reader.page(reader.find("lobby").orElseThrow().log(), 1, 1_000);
    assertThat(Entries.texts(page)).containsExactly(texts);
  }

  @Test
  void aPageHoldsBothEndsAndOnlyWhatExists() throws StoreException {
    append(Entries.of("lobby", 0, "a", "b", "c", "d"));
    append(Entries.of("other", 0, "x"));
    long log = reader.find("lobby").orElseThrow().log();
    assertThat(Entries.texts(reader.page(log, 2, 3))).containsExactly("b", "c");
    assertThat(Entries.texts(reader.page(log, -5, 1))).containsExactly("a");
    assertThat(Entries.texts(reader.page(log, 4, Long.MAX_VALUE))).containsExactly("d");
    assertThat(reader.page(log, 5, 9).entries()).isEmpty();
    assertThat(reader.page(log, 3, 2).entries()).isEmpty();
  }

  @Test
  void singleEntriesComeInTheOrderAskedForAndOnlyThoseThatExist() throws StoreException {
    append(Entries.of("lobby", 0, "a", "b", "c", "d"));
    append(Entries.of("other", 0, "x", "y", "z", "p", "q"));
    long log = reader.find("lobby").orElseThrow().log();
    assertThat(reader.entries(log, List.of(1L, 4L)))
        .extracting(StoredEntry::seq, entry -> new String(entry.body(), UTF_8))
        .containsExactly(tuple(1L, "a"), tuple(4L, "d"));
    assertThat(reader.entries(log, List.of(3L, 2L)))
        .extracting(StoredEntry::timeMillis)
        .containsExactly(1_764_000_000_003L, 1_764_000_000_002L);
    assertThat(reader.entries(log, List.of(-1L, 0L, 5L, Long.MAX_VALUE, Long.MIN_VALUE))).isEmpty();
    assertThat(reader.entries(log, List.of(0L, 2L, 5L)))
        .extracting(StoredEntry::seq)
        .containsExactly(2L);
    assertThat(reader.entries(log, List.of())).isEmpty();
    assertThatThrownBy(() -> reader.entries(999, List.of(1L)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void entriesThatDoNotFollowTheExpectedHeadAreRefusedBeforeAnyStore() {
    assertThatThrownBy(
            () -> new LogAppend("lobby", 4, true, List.of(), List.of(Entries.entry(6, "x"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWrongHeadIsMovedAndNothingIsWrittenAnywhere() throws StoreException {
    append(Entries.of("lobby", 0, "a"));
    LogHead before = reader.find("lobby").orElseThrow();

    Appended appended =
        writer.append(
            List.of(
                Entries.of("new", 0, "x"),
                Entries.of("lobby", 0, "again"),
                Entries.of("gone", 7, "y")));

    Map<String, LogHead> heads = ((Appended.Moved) appended).heads();
    assertThat(heads).containsOnlyKeys("lobby", "gone");
    assertThat(heads).containsEntry("lobby", before);
    assertThat(heads).hasEntrySatisfying("gone", gone -> assertThat(gone.head()).isZero());
    assertThat(reader.find("new")).isEmpty();
    assertThat(reader.find("gone")).isEmpty();
    assertThat(reader.find("lobby")).contains(before);
    assertThat(Entries.texts(reader.page(before.log(), 1, 9))).containsExactly("a");
  }

  @Test
  void aKeyIsKeptForEverPerSenderAndLog() throws StoreException {
    append(Entries.of("lobby", 0, "a"));
    append(Entries.of("other", 0, "b"));
    long lobby = reader.find("lobby").orElseThrow().log();
    long other = reader.find("other").orElseThrow().log();
    NewEntry ann = Entries.by("ann", 2, "same-key", "one");
    NewEntry bob = Entries.by("bob", 3, "same-key", "two");
    append(new LogAppend("lobby", 1, true, List.of(), List.of(ann, bob)));
    NewEntry elsewhere = Entries.by("ann", 2, "same-key", "three");
    append(new LogAppend("other", 1, true, List.of(), List.of(elsewhere)));

    SentKey annInLobby = new SentKey("same-key", lobby, "ann");
    SentKey bobInLobby = new SentKey("same-key", lobby, "bob");
    SentKey annInOther = new SentKey("same-key", other, "ann");
    Map<SentKey, Sent> found =
        writer.lookup(
            List.of(
                annInLobby,
                bobInLobby,
                annInOther,
                new SentKey("same-key", other, "bob"),
                new SentKey("SAME-KEY", lobby, "ann"),
                new SentKey("same-key", 999, "ann")));
    assertThat(found).containsOnlyKeys(annInLobby, bobInLobby, annInOther);
    assertThat(found).hasEntrySatisfying(annInLobby, sent -> assertThat(sent.seq()).isEqualTo(2));
    assertThat(found).hasEntrySatisfying(bobInLobby, sent -> assertThat(sent.seq()).isEqualTo(3));
    assertThat(found)
        .hasEntrySatisfying(
            annInOther,
            sent -> {
              assertThat(sent.timeMillis()).isEqualTo(elsewhere.entry().timeMillis());
              assertThat(sent.bodyMac()).isEqualTo(elsewhere.bodyMac());
            });
  }

  @Test
  void aKeyThatIsStoredAlreadyBreaksTheWholeBatchLoudly() throws StoreException {
    append(
        new LogAppend(
            "lobby", 0, true, List.of(), List.of(Entries.by("ann", 1, "once-only", "a"))));

    assertThatThrownBy(() ->
            writer.append(
                List.of(
                    Entries.of("new", 0, "x"),
                    new LogAppend(
                        "lobby",
                        1,
                        true,
                        List.of(),
                        List.of(Entries.by("ann", 2, "once-only", "b"))))))
        .isInstanceOf(IllegalStateException.class);

    assertThat(reader.find("new")).isEmpty();
    assertThat(reader.find("lobby").orElseThrow().head()).isEqualTo(1);
    append(Entries.of("lobby", 1, "and on"));
  }

  @Test
  void aKeyTwiceInOneBatchBreaksItToo() throws StoreException {
    List<NewEntry> twice =
        List.of(Entries.by("ann", 1, "once-only", "a"), Entries.by("ann", 2, "once-only", "b"));
    assertThatThrownBy(
            () -> writer.append(List.of(new LogAppend("lobby", 0, true, List.of(), twice))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(reader.find("lobby")).isEmpty();
  }

  @Test
  void aBatchThatNamesALogTwiceIsRefused() {
    assertThatThrownBy(
            () -> writer.append(List.of(Entries.of("lobby", 0, "a"), Entries.of("lobby", 1, "b"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theDirectoryShowsListedLogsTheMostRecentlyWrittenFirst() throws StoreException {
    append(Entries.of("one", 0, "a"));
    append(Entries.of("two", 0, "a"));
    append(Entries.closed("secret", "ann", "bob"));
    append(Entries.of("three", 0, "a"));
    append(Entries.of("one", 1, "b"));
    assertThat(reader.directory("", 10))
        .extracting(LogHead::name)
        .containsExactly("one", "three", "two");
    assertThat(reader.directory("", 2)).extracting(LogHead::name).containsExactly("one", "three");
  }

  @Test
  void theDirectoryTakesTheQueryLiterallyAndWithoutCase() throws StoreException {
    for (String name :
        List.of("100%_real", "100x real", "Straße", "ЧАТ", "聊天室", "a\\b", "O'Brien")) {
      append(Entries.of(name, 0, "a"));
    }
    assertThat(names("%")).containsExactly("100%_real");
    assertThat(names("0%_R")).containsExactly("100%_real");
    assertThat(names("_")).containsExactly("100%_real");
    assertThat(names("STRASSE")).containsExactly("Straße");
    assertThat(names("чат")).containsExactly("ЧАТ");
    assertThat(names("天")).containsExactly("聊天室");
    assertThat(names("\\")).containsExactly("a\\b");
    assertThat(names("'")).containsExactly("O'Brien");
    assertThat(names("100")).containsExactlyInAnyOrder("100%_real", "100x real");
    assertThat(names("nothing")).isEmpty();
  }

  @Test
  void twoPersonsShareOneClosedLogWhateverTheirOrder() throws StoreException {
    append(Entries.closed("direct-1", "ann", "bob"));
    LogHead head = writer.findShared(List.of("bob", "ann")).orElseThrow();
    assertThat(head.name()).isEqualTo("direct-1");
    assertThat(head.listed()).isFalse();
    assertThat(writer.findShared(List.of("ann"))).isEmpty();
    assertThat(writer.findShared(List.of("ann", "bob", "cid"))).isEmpty();
    assertThat(writer.findShared(List.of("annbob"))).isEmpty();
    assertThat(reader.readers(head.log())).containsExactlyInAnyOrder("ann", "bob");
  }

  @Test
  void aSecondClosedLogOfTheSamePersonsIsMovedToTheirFirst() throws StoreException {
    append(Entries.closed("direct-1", "ann", "bob"));
    LogHead first = reader.find("direct-1").orElseThrow();
    Appended appended = writer.append(List.of(Entries.closed("direct-2", "bob", "ann")));
    assertThat(appended).isEqualTo(new Appended.Moved(Map.of("direct-1", first)));
    assertThat(reader.find("direct-2")).isEmpty();
  }

  @Test
  void onesClosedLogsComeMostRecentlyWrittenFirstWithTheirReaders() throws StoreException {
    append(Entries.closed("d1", "ann", "bob"));
    append(Entries.closed("d2", "ann", "cid"));
    append(Entries.closed("d3", "bob", "cid"));
    append(Entries.of("open", 0, "x"));
    append(Entries.of("d1", 1, "more"));
    assertThat(reader.shared("ann", 10))
        .extracting(shared -> shared.head().name())
        .containsExactly("d1", "d2");
    assertThat(reader.shared("ann", 1))
        .extracting(shared -> shared.head().head())
        .containsExactly(2L);
    assertThat(reader.shared("ann", 10).getFirst().readers())
        .containsExactlyInAnyOrder("ann", "bob");
    assertThat(reader.shared("dan", 10)).isEmpty();
    assertThat(reader.readers(reader.find("open").orElseThrow().log())).isEmpty();
  }

  @Test
  void aPageIsOneSnapshotWhileTheWriterGoesOn() throws Exception {
    append(Entries.of("lobby", 0, "0"));
    long log = reader.find("lobby").orElseThrow().log();
    AtomicBoolean done = new AtomicBoolean();
    Thread writing =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (int head = 1; head < 400; head += 2) {
                  append(Entries.of("lobby", head, "x", "y"));
                }
              } catch (StoreException e) {
                throw new IllegalStateException(e);
              } finally {
                done.set(true);
              }
            });
    long seen = 0;
    while (!done.get()) {
      Page page = reader.page(log, 1, Long.MAX_VALUE);
      assertThat(page.entries()).hasSize((int) page.head().head());
      assertThat(page.head().head() % 2).as("whole appends only").isEqualTo(1);
      assertThat(page.head().head()).isGreaterThanOrEqualTo(seen);
      seen = page.head().head();
    }
    writing.join();
    assertThat(reader.page(log, 401, 401).entries()).hasSize(1);
  }

  @Test
  void headsAreToldByNameAndOnlyOfLogsThatExist() throws StoreException {
    append(Entries.of("one", 0, "a", "b"));
    append(Entries.closed("d1", "ann", "bob"));
    assertThat(reader.heads(List.of("one", "d1", "none", "ONE")))
        .containsOnlyKeys("one", "d1")
        .containsEntry("one", reader.find("one").orElseThrow())
        .containsEntry("d1", reader.find("d1").orElseThrow());
    assertThat(reader.heads(List.of())).isEmpty();
  }

  @Test
  void afterMovedOneMayDecideAnewAndAppendOrLetGo() throws StoreException {
    append(Entries.of("lobby", 0, "a"));
    LogAppend stale = Entries.of("lobby", 0, "b");
    assertThat(writer.append(List.of(stale))).isInstanceOf(Appended.Moved.class);
    long head = writer.find("lobby").orElseThrow().head();
    append(Entries.of("lobby", head, "b"));

    assertThat(writer.append(List.of(stale))).isInstanceOf(Appended.Moved.class);
    writer.release();
    writer.release();
    append(Entries.of("lobby", 2, "c"));
    assertThat(Entries.texts(reader.page(reader.find("lobby").orElseThrow().log(), 1, 9)))
        .containsExactly("a", "b", "c");
  }

  @Test
  void whatWasStoredAndWhatWasNotCanBeTold() throws StoreException {
    LogAppend stored = Entries.of("lobby", 0, "a", "b");
    append(stored);
    LogAppend other = Entries.of("lobby", 2, "c");
    LogAppend unmade = Entries.of("new", 0, "x");
    assertThat(writer.wasStored(List.of(stored))).isTrue();
    assertThat(writer.wasStored(List.of(other))).isFalse();
    assertThat(writer.wasStored(List.of(unmade))).isFalse();
    assertThat(writer.wasStored(List.of(unmade, other))).isFalse();
    assertThat(reader.find("new")).as("asking makes nothing").isEmpty();
    append(other);
    append(unmade);
  }

  @Test
  void secretEpochAndEntriesOutliveReopening() throws StoreException {
    append(Entries.of("lobby", 0, "a"));
    LogHead before = reader.find("lobby").orElseThrow();
    String epoch = store.epoch();
    byte[] secret = store.secret();

    writer.reopen();

    assertThat(store.epoch()).isEqualTo(epoch).hasSize(16);
    assertThat(store.secret()).isEqualTo(secret).hasSize(32);
    assertThat(reader.find("lobby")).contains(before);
    append(Entries.of("lobby", 1, "b"));
    assertThat(Entries.texts(reader.page(before.log(), 1, 9))).containsExactly("a", "b");
  }

  @Test
  void theSecretIsGivenAsACopy() {
    store.secret()[0] ^= 1;
    assertThat(store.secret()).isEqualTo(store.secret());
    byte[] mine = store.secret();
    mine[0] ^= 1;
    assertThat(store.secret()).isNotEqualTo(mine);
  }

  private void append(LogAppend append) throws StoreException {
    assertThat(writer.append(List.of(append))).isInstanceOf(Appended.Done.class);
  }

  private List<String> names(String query) throws StoreException {
    return reader.directory(query, 10).stream().map(LogHead::name).toList();
  }
}
