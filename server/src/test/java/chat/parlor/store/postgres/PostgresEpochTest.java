package chat.parlor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parlor.databases.PostgresServer;
import chat.parlor.databases.SharedPostgres;
import chat.parlor.store.Entries;
import chat.parlor.store.LogHead;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All servers on one database share its epoch, and none goes on with the one of a copy. */
final class PostgresEpochTest {
  private static final PostgresServer POSTGRES = SharedPostgres.server();

  @TempDir private Path temporary;
  private String database;
  private String epoch;

  @BeforeEach
  void firstRun() throws Exception {
    database = name(POSTGRES.newDatabase());
    epoch = run("one", database, "a");
  }

  @Test
  void startsKeepTheEpochAndSoDoServersThatJoin() throws Exception {
    assertThat(run("one", database, "b")).isEqualTo(epoch);
    assertThat(run("other", database, "c")).isEqualTo(epoch);
    assertThat(run("other", database)).isEqualTo(epoch);
    assertThat(run("one", database)).isEqualTo(epoch);
  }

  @Test
  void yesterdaysCopyGetsOneNewEpochWhoeverStartsFirst() throws Exception {
    run("other", database, "b");
    String copy = copy();
    run("one", database, "c");
    run("other", database, "d");
    String restored = run("other", copy, "another c");
    assertThat(restored).isNotEqualTo(epoch).hasSize(16);
    assertThat(run("one", copy, "another d")).as("the second takes it over").isEqualTo(restored);
    assertThat(run("other", copy)).isEqualTo(restored);
  }

  @Test
  void aCopyMadeWhileAServerRanGetsANewEpoch() throws Exception {
    Path folder = temporary.resolve("one");
    String copy;
    try (Store store = open("one", database)) {
      write(store, "b");
      assertThat(Files.exists(folder.resolve("turn"))).isTrue();
      POSTGRES.sql(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = '"
              + database
              + "' AND pid <> pg_backend_pid()");
      copy = copy();
      store.writer().reopen();
      write(store, "c");
    }
    assertThat(run("one", copy)).isNotEqualTo(epoch);
  }

  @Test
  void aRunningServerRefusesACopyPutBackUnderIt() throws Exception {
    try (Store store = open("one", database)) {
      write(store, "b");
      POSTGRES.sql(database, "UPDATE log SET turn = 1");
      assertThatThrownBy(() -> store.writer().reopen())
          .hasMessageContaining("another database now");
    }
  }

  @Test
  void aCrashBetweenTellingTheFolderAndTheDatabaseKeepsTheEpoch() throws Exception {
    List<String> nonces = Files.readAllLines(temporary.resolve("one/nonce"));
    run("one", database, "b");
    // The folder knows the next start's nonce, and the database is as before that start.
    POSTGRES.sql(database, "UPDATE start SET nonce = '" + nonces.getFirst() + "'");
    assertThat(run("one", database, "c")).isEqualTo(epoch);
  }

  @Test
  void aDatabaseThatWouldLoseWhatWasAcknowledgedIsRefused(@TempDir Path folder) {
    try (PostgresServer careless = PostgresServer.in(folder, "fsync=off")) {
      String address = careless.newDatabase();
      assertThatThrownBy(
              () -> PostgresStore.open(PostgresAddress.parse(address), folder.resolve("data")))
          .hasMessageContaining("lost in a power cut");
    }
  }

  private String copy() {
    String copy = name(POSTGRES.newDatabase());
    POSTGRES.sql("postgres", "DROP DATABASE " + copy);
    POSTGRES.sql("postgres", "CREATE DATABASE " + copy + " TEMPLATE " + database);
    return copy;
  }

  private Store open(String folder, String database) throws StoreException {
    return PostgresStore.open(
        PostgresAddress.parse(POSTGRES.address(database)), temporary.resolve(folder));
  }

  /** One run of a server that writes these texts. */
  private String run(String folder, String database, String... texts) throws StoreException {
    try (Store store = open(folder, database)) {
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

  private static String name(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }
}
