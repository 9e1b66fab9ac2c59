package chat.parlor.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parlor.disks.SmallDisk;
import chat.parlor.store.Entries;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the folder and the database must be like, and what the operator is told otherwise. */
final class SqliteStartTest {
  @TempDir private Path temporary;

  @Test
  void theWriterRunsOnSettingsThatWereReadBack() throws Exception {
    try (Connection writer = new SqliteFile(temporary.resolve("x.db")).openWriter()) {
      assertThat(SqliteFile.pragma(writer, "journal_mode")).isEqualTo("wal");
      assertThat(SqliteFile.pragma(writer, "synchronous")).isEqualTo("2");
      assertThat(SqliteFile.pragma(writer, "secure_delete")).isEqualTo("1");
      assertThat(SqliteFile.pragma(writer, "foreign_keys")).isEqualTo("1");
      assertThat(SqliteFile.pragma(writer, "wal_autocheckpoint")).isEqualTo("0");
      assertThat(SqliteFile.pragma(writer, "busy_timeout")).isEqualTo("5000");
    }
  }

  @Test
  void aSettingThatDoesNotHoldIsRefused() {
    // A database in memory cannot have a write-ahead log.
    assertThatThrownBy(() -> new SqliteFile(Path.of(":memory:")).openWriter())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("journal_mode is memory where wal is needed");
  }

  @Test
  void aReaderCannotWrite() throws Exception {
    Path data = temporary.resolve("data");
    try (Store store = SqliteStore.open(data);
        Connection reader = new SqliteFile(data.resolve("parlor.db")).openReader();
        Statement statement = reader.createStatement()) {
      assertThat(store.epoch()).isNotEmpty();
      assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM meta"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void folderAndFilesAreForTheirOwnerOnly() throws Exception {
    Path data = temporary.resolve("deep/data");
    try (Store store = SqliteStore.open(data)) {
      store.writer().append(List.of(Entries.of("lobby", 0, "a")));
      assertThat(mode(data)).isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(data)) {
        assertThat(files)
            .hasSizeGreaterThanOrEqualTo(5)
            .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void anEmptyFolderThatOthersCanReadIsClosed() throws Exception {
    Path data = Files.createDirectory(temporary.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    SqliteStore.open(data).close();
    assertThat(mode(data)).isEqualTo("rwx------");
  }

  @Test
  void aFolderWithOthersFilesIsNotTakenFromThem() throws Exception {
    Path data = Files.createDirectory(temporary.resolve("home"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(data.resolve("letter.txt"), "dear");
    assertRefused(data, "holds other files");
    assertThat(mode(data)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void aSecondServerOnTheFolderIsRefusedAndTheFirstKeepsItsLock() throws Exception {
    Path data = temporary.resolve("data");
    try (Store store = SqliteStore.open(data)) {
      assertRefused(data, "another Parlor is running on this folder");
      assertThat(lockedByOther(data)).as("seen from another process").isTrue();
      store.writer().append(List.of(Entries.of("lobby", 0, "a")));
    }
    assertThat(lockedByOther(data)).isFalse();
    SqliteStore.open(data).close();
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefused() throws Exception {
    assertRefused(Files.writeString(temporary.resolve("data"), "x"), "is not a folder");
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefused() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), "size=1m,mode=700")) {
      disk.remount("ro");
      assertRefused(disk.folder(), "cannot write to the data folder");
      assertRefused(disk.folder().resolve("data"), "cannot write to the data folder");
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
    Path data = folder();
    Path file = data.resolve("parlor.db");
    String letter = "Dear diary, this is not a database. ".repeat(200);
    Files.writeString(file, letter);
    assertRefused(data, "parlor.db is not a database");
    assertThat(file).hasContent(letter);
  }

  @Test
  void aDamagedDatabaseIsRefused() throws Exception {
    Path data = folder();
    Path file = data.resolve("parlor.db");
    SqliteStore.open(data).close();
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 100; i < bytes.length; i++) {
      bytes[i] = (byte) 0xa5;
    }
    Files.write(file, bytes);
    assertRefused(data, "is damaged");
  }

  @Test
  void someOtherProgramsDatabaseIsRefused() throws Exception {
    Path data = folder();
    Path file = data.resolve("parlor.db");
    sql(file, "CREATE TABLE photo (id INTEGER PRIMARY KEY)");
    assertRefused(data, "cannot make the tables");
  }

  @Test
  void aNewerDatabaseIsRefused() throws Exception {
    Path data = folder();
    Path file = data.resolve("parlor.db");
    SqliteStore.open(data).close();
    sql(file, "PRAGMA user_version = 99");
    assertRefused(data, "was written by a newer Parlor (tables of version 99");
  }

  @Test
  void afterARefusalTheFolderIsFree() throws Exception {
    Path data = folder();
    Path file = data.resolve("parlor.db");
    Files.writeString(file, "no database at all ".repeat(100));
    assertRefused(data, "is not a database");
    Files.delete(file);
    SqliteStore.open(data).close();
  }

  private Path folder() throws IOException {
    return Files.createDirectory(
        temporary.resolve("data"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static void assertRefused(Path data, String line) {
    assertThatThrownBy(() -> SqliteStore.open(data).close())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(line)
        .message()
        .hasLineCount(1);
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Asks a process of its own, since POSIX locks do not bind the one that holds them. */
  private static boolean lockedByOther(Path data) throws Exception {
    String program =
        """
        import java.nio.channels.*; import java.nio.file.*;
        void main(String[] a) throws Exception {
          try (var c = FileChannel.open(Path.of(a[0]), StandardOpenOption.WRITE)) {
            System.exit(c.tryLock() == null ? 7 : 0);
          }
        }
        """;
    Path source = Files.writeString(data.resolveSibling("Try.java"), program);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                source.toString(),
                data.resolve("lock").toString())
            .inheritIO()
            .start();
    int code = process.waitFor();
    assertThat(code).isIn(0, 7);
    return code == 7;
  }

  private static void sql(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
