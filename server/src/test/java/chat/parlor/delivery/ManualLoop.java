package chat.parlor.delivery;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An event loop that runs when the test says so. */
final class ManualLoop implements Loop {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> timers = new ArrayDeque<>();

  /** Runs that were gathered and not released. */
  int runsAlive;

  /** Bodies as they are: a test reads them without unpacking frames. */
  final class BodyRun implements Run {
    final List<byte[]> bodies;
    boolean released;

    BodyRun(List<byte[]> bodies) {
      this.bodies = List.copyOf(bodies);
      runsAlive++;
    }

    @Override
    public void release() {
      if (released) {
        throw new IllegalStateException("released twice");
      }
      released = true;
      runsAlive--;
    }
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void executeAfterIo(Runnable task) {
    tasks.add(task);
  }

  @Override
  public synchronized void schedule(Runnable task, long delayMillis) {
    timers.add(task);
  }

  @Override
  public void flush() {}

  @Override
  public Run gather(List<byte[]> bodies) {
    return new BodyRun(bodies);
  }

  /** Runs what is there and what that brings, until nothing is left. */
  void settle() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Lets all timers go off. */
  synchronized void ring() {
    for (Runnable timer = timers.poll(); timer != null; timer = timers.poll()) {
      timer.run();
    }
    settle();
  }
}
