package chat.parlor;

import chat.parlor.store.StoreException;
import chat.parlor.store.postgres.PostgresAddress;
import chat.parlor.store.postgres.StoreMove;
import java.io.PrintStream;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** The command {@code move-store}: from the file of a data folder into a database. */
final class MoveStore implements StoreMove.Progress, AutoCloseable {

  /** Null before the first table. */
  private @Nullable ProgressBar bar;

  /** Copies, with a progress bar on the terminal. Gives the exit code. */
  static int run(Settings settings, PrintStream out, PrintStream err) {
    if (!(settings.storage() instanceof Settings.Storage.Postgres(Path data, PostgresAddress to))) {
      err.println("parlor: say where to: --store=postgres://user@host:port/database");
      return 2;
    }
    Logging.start(settings.log());
    try (MoveStore progress = new MoveStore()) {
      StoreMove.Moved moved = StoreMove.run(data, to, progress);
      progress.endBar();
      out.printf(
          "%,d messages in %,d rooms are in %s now, compared byte by byte.%n",
          moved.messages(), moved.rooms(), to);
      out.println("From now on: ./parlor serve --store=" + to + " (with the same --data)");
      out.println(data.resolve("parlor.db") + " was only read; start no server on it any more.");
      return 0;
    } catch (StoreException e) {
      err.println("parlor: " + e.getMessage());
      return 1;
    }
  }

  @Override
  public void begin(String what, long rows) {
    endBar();
    bar =
        new ProgressBarBuilder()
            .setTaskName("%-16s".formatted(what))
            .setInitialMax(rows)
            .setUpdateIntervalMillis(200)
            .build();
  }

  @Override
  public void rows(long more) {
    if (bar != null) {
      bar.stepBy(more);
    }
  }

  @Override
  public void close() {
    endBar();
  }

  private void endBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
