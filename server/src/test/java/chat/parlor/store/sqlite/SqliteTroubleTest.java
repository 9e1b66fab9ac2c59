package chat.parlor.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import chat.parlor.disks.SmallDisk;
import chat.parlor.store.Appended;
import chat.parlor.store.Entries;
import chat.parlor.store.LogRows;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreReader;
import chat.parlor.store.StoreWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to those who write and read when the disk or somebody else is in the way. */
final class SqliteTroubleTest {
  private static final String LONG_TEXT = "字".repeat(3_000);

  @TempDir private Path temporary;

  @Test
  void aFullDiskRefusesWritingWhileReadingGoesOnAndHealsByItself() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), "size=3m,mode=700");
        Store store = SqliteStore.open(disk.folder());
        StoreReader reader = store.reader()) {
      Path ballast = Files.write(disk.folder().resolve("ballast"), new byte[1 << 20]);
      StoreWriter writer = store.writer();
      long stored = writeUntilRefused(writer);
      for (int i = 0; i < 20; i++) {
        StoreException again =
            catchThrowableOfType(
                StoreException.class,
                () -> writer.append(List.of(Entries.of("lobby", stored, LONG_TEXT))));
        assertThat(again.outcomeKnown()).as(again.toString()).isTrue();
      }
      long log = reader.find("lobby").orElseThrow().log();
      assertThat(reader.page(log, 1, Long.MAX_VALUE).entries()).hasSize((int) stored);
      try (StoreReader late = store.reader()) {
        assertThat(late.page(log, 1, 1).entries()).hasSize(1);
      }

      Files.delete(ballast);

      assertThat(writer.append(List.of(Entries.of("lobby", stored, "room again"))))
          .isInstanceOf(Appended.Done.class);
      assertThat(reader.page(log, 1, Long.MAX_VALUE).entries()).hasSize((int) stored + 1);
    }
  }

  @Test
  void aForeignLockIsAKnownOutcomeAndPasses() throws Exception {
    Path data = temporary.resolve("data");
    try (Store store = SqliteStore.open(data);
        Connection foreign =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("parlor.db"));
        Statement statement = foreign.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      StoreException busy =
          catchThrowableOfType(
              StoreException.class,
              () -> store.writer().append(List.of(Entries.of("lobby", 0, "a"))));
      assertThat(busy.outcomeKnown()).isTrue();
      statement.execute("ROLLBACK");
      assertThat(store.writer().append(List.of(Entries.of("lobby", 0, "a"))))
          .isInstanceOf(Appended.Done.class);
    }
  }

  @Test
  void aDamagedDatabaseStopsTheWriterUntilItIsSound() throws Exception {
    Path data = temporary.resolve("data");
    try (Store store = SqliteStore.open(data)) {
      StoreWriter writer = store.writer();
      for (int head = 0; head < 300; head++) {
        writer.append(List.of(Entries.of("lobby", head, LONG_TEXT)));
      }
      writer.reopen(); // moves everything into the database, and empties the caches
      byte[] sound = Files.readAllBytes(data.resolve("parlor.db"));
      garble(data.resolve("parlor.db"));

      assertThatThrownBy(writer::reopen)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("the store cannot be opened again");
      StoreException refused =
          catchThrowableOfType(
              StoreException.class,
              () -> writer.append(List.of(Entries.of("lobby", 300, "after"))));
      assertThat(refused.outcomeKnown()).isFalse();
      assertThatThrownBy(() -> writer.find("lobby")).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> writer.lookup(List.of())).isInstanceOf(StoreException.class);

      Files.write(data.resolve("parlor.db"), sound);
      writer.reopen();
      assertThat(writer.append(List.of(Entries.of("lobby", 300, "after"))))
          .isInstanceOf(Appended.Done.class);
    }
  }

  @Test
  void aHoleIsLoud() throws Exception {
    Path data = temporary.resolve("data");
    try (Store store = SqliteStore.open(data);
        StoreReader reader = store.reader()) {
      store.writer().append(List.of(Entries.of("lobby", 0, "a", "b", "c")));
      long log = reader.find("lobby").orElseThrow().log();
      try (Connection foreign =
              DriverManager.getConnection("jdbc:sqlite:" + data.resolve("parlor.db"));
          Statement statement = foreign.createStatement()) {
        statement.execute("DELETE FROM entry WHERE id = " + LogRows.entryId(log, 2));
        assertThatThrownBy(() -> reader.page(log, 1, 3))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("has entry 3 where 2 is due");
        statement.execute("DELETE FROM entry WHERE id = " + LogRows.entryId(log, 3));
        assertThatThrownBy(() -> reader.page(log, 1, 3))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("lacks its entries 2 to 3");
        assertThat(reader.page(log, 1, 1).entries()).hasSize(1);
      }
    }
  }

  @Test
  void readersOutliveReopeningInTheMiddleOfTheirWork() throws Exception {
    try (Store store = SqliteStore.open(temporary.resolve("data"))) {
      store.writer().append(List.of(Entries.of("lobby", 0, "a", "b", "c")));
      List<Throwable> failures = new ArrayList<>();
      Thread reading =
          Thread.ofPlatform()
              .start(() -> {
                try (StoreReader reader = store.reader()) {
                  long log = reader.find("lobby").orElseThrow().log();
                  while (!Thread.currentThread().isInterrupted()) {
                    assertThat(reader.page(log, 1, 3).entries()).hasSize(3);
                  }
                } catch (StoreException | RuntimeException | Error e) {
                  failures.add(e);
                }
              });
      for (int i = 0; i < 30; i++) {
        store.writer().reopen();
      }
      reading.interrupt();
      reading.join();
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void reopeningClosesEveryHandleForAnIdleReadersWouldKeepTheOldViewAlive() throws Exception {
    Path data = temporary.resolve("data");
    try (Store store = SqliteStore.open(data);
        StoreReader reader = store.reader()) {
      store.writer().append(List.of(Entries.of("lobby", 0, "a")));
      assertThat(reader.find("lobby")).isPresent();
      await().until(() -> handles(data) == 3); // writer, reader, checkpoints
      store.writer().reopen();
      assertThat(handles(data)).isEqualTo(1);
      assertThat(reader.find("lobby")).isPresent();
    }
    assertThat(handles(data)).isZero();
  }

  @Test
  void theWriteAheadLogStaysBoundedUnderSteadyWriting() throws Exception {
    Path data = temporary.resolve("data");
    String text = "x".repeat(100_000);
    try (Store store = SqliteStore.open(data)) {
      long largest = 0;
      for (int head = 0; head < 1_500; head++) {
        store.writer().append(List.of(Entries.of("lobby", head, text)));
        largest = Math.max(largest, Files.size(data.resolve("parlor.db-wal")));
      }
      assertThat(largest).as("of 150 MB written").isLessThan(100L << 20);
    }
    assertThat(data.resolve("parlor.db-wal")).doesNotExist();
  }

  /** How many entries were stored before the first was refused, with a known outcome. */
  private static long writeUntilRefused(StoreWriter writer) {
    for (long head = 0; head < 10_000; head++) {
      try {
        writer.append(List.of(Entries.of("lobby", head, LONG_TEXT)));
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining("nothing was stored");
        assertThat(e.outcomeKnown()).isTrue();
        return head;
      }
    }
    throw new AssertionError("the disk is never full");
  }

  /** How many handles of the database this process has open. */
  private static long handles(Path data) throws IOException {
    Path database = data.toRealPath().resolve("parlor.db");
    long count = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path handle : open) {
        if (Files.exists(handle) && Files.readSymbolicLink(handle).equals(database)) {
          count++;
        }
      }
    }
    return count;
  }

  private static void garble(Path database) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
      for (long page = 40; page < file.length() / 4096; page += 7) {
        file.seek(page * 4096);
        file.write(new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
      }
    }
  }
}
