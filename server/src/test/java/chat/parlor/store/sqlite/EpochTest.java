package chat.parlor.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.store.Entries;
import chat.parlor.store.LogHead;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The epoch stays through every crash, and changes with every other database. */
final class EpochTest {
  @TempDir private Path temporary;
  private Path data;
  private String epoch;

  @BeforeEach
  void firstRun() throws Exception {
    data = temporary.resolve("data");
    epoch = run("a");
  }

  @Test
  void startsKeepTheEpochAndTheSecret() throws Exception {
    byte[] secret = secret();
    assertThat(run("b")).isEqualTo(epoch);
    assertThat(run("c")).isEqualTo(epoch);
    assertThat(secret()).isEqualTo(secret);
  }

  @Test
  void aCrashBetweenTellingTheFolderAndTheDatabaseKeepsTheEpoch() throws Exception {
    Path before = copyOfDatabase();
    assertThat(run()).isEqualTo(epoch);
    // Now the folder knows the next start's nonce, and the database is as before that start.
    restore(before);
    assertThat(run("b")).isEqualTo(epoch);
    assertThat(run("c")).isEqualTo(epoch);
  }

  @Test
  void aCrashWhileTheNonceIsReplacedKeepsTheEpoch() throws Exception {
    Files.writeString(data.resolve("nonce.new"), "abcdefghij");
    assertThat(run("b")).isEqualTo(epoch);
  }

  @Test
  void aCrashBeforeTheFolderEverKnewANonceKeepsTheEpochOfAnEmptyDatabase() throws Exception {
    Path other = temporary.resolve("other");
    String first;
    try (Store store = SqliteStore.open(other)) {
      first = store.epoch();
    }
    Files.delete(other.resolve("nonce"));
    try (Store store = SqliteStore.open(other)) {
      assertThat(store.epoch()).isEqualTo(first);
    }
  }

  @Test
  void aKilledServerKeepsTheEpoch() throws Exception {
    Path copy = temporary.resolve("copy");
    try (Store store = SqliteStore.open(data)) {
      write(store, "b");
      // What kill -9 leaves behind: the files as they are, with no close.
      copyFolder(data, copy);
    }
    data = copy;
    assertThat(run("c")).isEqualTo(epoch);
  }

  @Test
  void aCopyOfAnEarlierRunGetsANewEpoch() throws Exception {
    Path old = copyOfDatabase();
    run("b");
    restore(old);
    String restored = run("other b");
    assertThat(restored).isNotEqualTo(epoch).hasSize(16);
    assertThat(run("c")).as("and keeps it").isEqualTo(restored);
  }

  @Test
  void aCopyMadeInTheSameRunGetsANewEpoch() throws Exception {
    Path old = temporary.resolve("old");
    try (Store store = SqliteStore.open(data)) {
      write(store, "b");
      copyFolder(data, old);
      write(store, "c");
    }
    for (String file : List.of("parlor.db", "parlor.db-wal")) {
      Files.copy(old.resolve(file), data.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(run("other c")).isNotEqualTo(epoch);
  }

  @Test
  void anotherInstallationsDatabaseGetsANewEpoch() throws Exception {
    Path mine = data;
    data = temporary.resolve("theirs");
    String theirs = run("a");
    run("b", "c", "d");
    Path database = copyOfDatabase();
    data = mine;
    restore(database);
    assertThat(run("e")).isNotIn(epoch, theirs);
  }

  @Test
  void aDatabaseWhoseFolderHasForgottenItGetsANewEpoch() throws Exception {
    Files.delete(data.resolve("nonce"));
    assertThat(run("b")).isNotEqualTo(epoch);
  }

  @Test
  void aDatabaseThatWasDeletedGetsANewEpoch() throws Exception {
    Files.delete(data.resolve("parlor.db"));
    assertThat(run("a")).isNotEqualTo(epoch);
  }

  /** One run of a server that writes these texts. */
  private String run(String... texts) throws Exception {
    try (Store store = SqliteStore.open(data)) {
      for (String text : texts) {
        write(store, text);
      }
      return store.epoch();
    }
  }

  private static void write(Store store, String text) throws StoreException {
    long head = store.writer().find("lobby").map(LogHead::head).orElse(0L);
    store.writer().append(List.of(Entries.of("lobby", head, text)));
  }

  private byte[] secret() throws StoreException {
    try (Store store = SqliteStore.open(data)) {
      return store.secret();
    }
  }

  private Path copyOfDatabase() throws IOException {
    Path copy = temporary.resolve("parlor.db.copy");
    return Files.copy(data.resolve("parlor.db"), copy, StandardCopyOption.REPLACE_EXISTING);
  }

  private void restore(Path copy) throws IOException {
    Files.copy(copy, data.resolve("parlor.db"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
