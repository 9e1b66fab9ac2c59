package chat.parlor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parlor.databases.SharedPostgres;
import chat.parlor.store.Appended;
import chat.parlor.store.Entries;
import chat.parlor.store.LogAppend;
import chat.parlor.store.LogHead;
import chat.parlor.store.SentKey;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreReader;
import chat.parlor.store.StoredEntry;
import chat.parlor.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers, bytes, keys and epoch are the same after the move. */
final class StoreMoveTest {
  private static final int MANY = 2_500;

  @TempDir private Path temporary;
  private Path data;
  private PostgresAddress address;
  private String epoch;
  private byte[] secret;
  private String pauseBefore = "";
  private List<String> said = new ArrayList<>();

  @BeforeEach
  void anInstallation() throws StoreException {
    data = temporary.resolve("data");
    address = PostgresAddress.parse(SharedPostgres.server().newDatabase());
    try (Store store = SqliteStore.open(data)) {
      epoch = store.epoch();
      secret = store.secret();
      append(
          store,
          Entries.of(
              "大厅",
              0,
              IntStream.range(0, MANY).mapToObj(i -> "第 " + i + " 😀").toArray(String[]::new)));
      append(store, Entries.closed("~direct", "ann", "李四"));
      append(
          store,
          new LogAppend("tea", 0, true, List.of(), List.of(Entries.by("bob", 1, "kept-key", "x"))));
    }
  }

  @Test
  void allThatWasThereIsThereUnderTheSameNumbers() throws StoreException {
    List<StoredEntry> before;
    List<LogHead> rooms;
    try (Store store = SqliteStore.open(data);
        StoreReader reader = store.reader()) {
      before = reader.page(reader.find("大厅").orElseThrow().log(), 1, MANY).entries();
      rooms = reader.directory("", 10);
    }

    assertThat(move()).isEqualTo(new StoreMove.Moved(3, MANY + 2));

    try (Store store = PostgresStore.open(address, data);
        StoreReader reader = store.reader()) {
      assertThat(store.epoch()).isEqualTo(epoch);
      assertThat(store.secret()).isEqualTo(secret);
      assertThat(reader.directory("", 10)).isEqualTo(rooms);
      assertThat(reader.page(reader.find("大厅").orElseThrow().log(), 1, MANY).entries())
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(before);
      assertThat(reader.shared("李四", 5))
          .extracting(it -> it.head().name())
          .containsExactly("~direct");
      long tea = reader.find("tea").orElseThrow().log();
      assertThat(store.writer().lookup(List.of(new SentKey("kept-key", tea, "bob")))).hasSize(1);
      append(store, Entries.of("大厅", MANY, "and on"));
      append(store, Entries.of("new", 0, "a room made afterwards"));
      assertThat(reader.directory("", 2)).extracting(LogHead::name).containsExactly("new", "大厅");
    }
    assertThat(said).contains("copying entry", "comparing sent");
  }

  @Test
  void theFileIsOnlyRead() throws StoreException {
    move();
    try (Store store = SqliteStore.open(data);
        StoreReader reader = store.reader()) {
      assertThat(reader.find("大厅").orElseThrow().head()).isEqualTo(MANY);
    }
  }

  @Test
  void aDatabaseInUseIsRefused() throws StoreException {
    PostgresStore.open(address, temporary.resolve("another server's folder")).close();
    assertThatThrownBy(this::move).hasMessageContaining("in use already");
  }

  @Test
  void aFolderThatAServerRunsOnIsRefused() throws StoreException {
    try (Store store = SqliteStore.open(data)) {
      assertThat(store.epoch()).isEqualTo(epoch);
      assertThatThrownBy(this::move).hasMessageContaining("another Parlor is running");
    }
  }

  /** PostgreSQL ends a server's transaction that idles for five seconds. */
  @Test
  void aMoveMayTakeLongerThanAServersTransaction() throws StoreException {
    pauseBefore = "comparing entry";
    assertThat(move().messages()).isEqualTo(MANY + 2);
  }

  @Test
  void aFolderWithoutAnythingIsRefusedAndNotMade() {
    assertThatThrownBy(() -> StoreMove.run(temporary.resolve("empty"), address, progress()))
        .hasMessageContaining("there is nothing in");
    assertThat(temporary.resolve("empty")).doesNotExist();
  }

  /** A row that PostgreSQL takes and gives back otherwise must not pass. */
  @Test
  void aCopyThatIsNotTheSameIsRefusedAndLeavesNothing() throws Exception {
    PostgresStore.open(address, temporary.resolve("makes the tables")).close();
    String url = address.url() + "?user=parlor";
    try (var connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE meta, start");
      statement.execute(
          "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
              + " 'BEGIN IF NEW.author = ''bob'' THEN NEW.time = NEW.time + 1; END IF;"
              + " RETURN NEW; END'");
      statement.execute(
          "CREATE TRIGGER spoil BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION spoil()");
      assertThatThrownBy(this::move).hasMessageContaining("entry are not the same");
      try (var count = statement.executeQuery("SELECT count(*) FROM entry")) {
        count.next();
        assertThat(count.getLong(1)).isZero();
      }
    }
  }

  private StoreMove.Moved move() throws StoreException {
    return StoreMove.run(data, address, progress());
  }

  private StoreMove.Progress progress() {
    return new StoreMove.Progress() {
      @Override
      public void begin(String what, long rows) {
        said.add(what);
        if (what.equals(pauseBefore)) {
          LockSupport.parkNanos(6_000_000_000L);
        }
      }

      @Override
      public void rows(long more) {
        assertThat(more).isPositive();
      }
    };
  }

  private static void append(Store store, LogAppend append) throws StoreException {
    assertThat(store.writer().append(List.of(append))).isInstanceOf(Appended.Done.class);
  }
}
