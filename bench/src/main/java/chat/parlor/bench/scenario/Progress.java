package chat.parlor.bench.scenario;

import java.io.Console;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Says what is being done: a bar on a terminal, one line a step elsewhere. */
public final class Progress implements AutoCloseable {
  private static final int UPDATE_MILLIS = 500;
  private final boolean terminal =
      Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  private @Nullable ProgressBar bar;

  /**
   * Begins a step.
   *
   * @param steps how much there is to do in it
   */
  public void begin(String task, long steps) {
    close();
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(Math.max(1, steps))
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .build();
    } else {
      System.err.println("  " + task);
    }
  }

  /** So much is done. */
  public void at(long steps) {
    if (bar != null) {
      bar.stepTo(steps);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
