package chat.parlor.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.store.Appended;
import chat.parlor.store.Entries;
import chat.parlor.store.LogAppend;
import chat.parlor.store.LogHead;
import chat.parlor.store.NewEntry;
import chat.parlor.store.SentKey;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreReader;
import chat.parlor.store.StoreWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that fails to sync, made by strace in a process of its own: one sync of the write-ahead
 * log, or each from one on. Needs strace.
 */
final class FailedSyncTest {
  @TempDir private Path temporary;

  @Test
  void afterOneFailedSyncNothingIsTrustedUntilItWasOpenedAnew() throws Exception {
    assertThat(run("when=10"))
        .containsSubsequence(
            "unknown outcome",
            "refuses until reopened",
            "reading goes on",
            "reopened",
            "resolved",
            "goes on writing");
  }

  @Test
  void whileSyncingFailsNothingIsWrittenAgain() throws Exception {
    assertThat(run("when=10+"))
        .containsSubsequence(
            "unknown outcome", "refuses until reopened", "reading goes on", "cannot be reopened")
        .doesNotContain("reopened", "resolved", "goes on writing");
  }

  private List<String> run(String when) throws Exception {
    Path data = temporary.resolve("data");
    SqliteStore.open(data).close();
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-P",
                data.toRealPath().resolve("parlor.db-wal").toString(),
                "-e",
                "inject=fsync,fdatasync:error=EIO:" + when,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writing.class.getName(),
                data.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  /** The process whose disk fails: writes until it does, and says what it then sees. */
  static final class Writing {
    private Writing() {}

    public static void main(String[] arguments) throws Exception {
      try (Store store = SqliteStore.open(Path.of(arguments[0]));
          StoreReader reader = store.reader()) {
        StoreWriter writer = store.writer();
        long head = 0;
        LogAppend append = Entries.of("lobby", head, "text");
        try {
          while (head < 100) {
            writer.append(List.of(append));
            head++;
            append = Entries.of("lobby", head, "text");
          }
        } catch (StoreException e) {
          say(e.outcomeKnown() ? "known outcome" : "unknown outcome");
        }
        sayWhetherRefused(writer, append);
        long log = reader.find("lobby").orElseThrow().log();
        int read = reader.page(log, 1, Long.MAX_VALUE).entries().size();
        say(read == head ? "reading goes on" : "read " + read + " where " + head + " are durable");
        try {
          writer.reopen();
        } catch (StoreException e) {
          say("cannot be reopened");
          sayWhetherRefused(writer, append);
          return;
        }
        say("reopened");
        resolve(writer, append, log);
      }
    }

    private static void sayWhetherRefused(StoreWriter writer, LogAppend append) {
      try {
        say("took " + writer.append(List.of(append)));
      } catch (StoreException e) {
        say(e.outcomeKnown() ? "refuses once" : "refuses until reopened");
      }
    }

    /** Either the entry is there under its key, or it can be sent again. */
    private static void resolve(StoreWriter writer, LogAppend append, long log)
        throws StoreException {
      NewEntry entry = append.entries().getFirst();
      SentKey key = new SentKey(entry.key(), log, entry.entry().author());
      boolean stored = writer.lookup(List.of(key)).containsKey(key);
      long head = writer.find("lobby").map(LogHead::head).orElse(0L);
      if (head == append.expectedHead() + (stored ? 1 : 0)) {
        say("resolved");
      }
      if (writer.append(List.of(Entries.of("lobby", head, "more"))) instanceof Appended.Done) {
        say("goes on writing");
      }
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line) {
      System.out.println(line);
    }
  }
}
