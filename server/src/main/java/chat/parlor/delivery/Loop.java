package chat.parlor.delivery;

import java.util.List;

/** One event loop of the network: the thread on which everything of a connection happens. */
public interface Loop {

  /** Runs this on the loop soon. Any thread. */
  void execute(Runnable task);

  /** Runs this after the loop has looked at its sockets once more. On the loop. */
  void executeAfterIo(Runnable task);

  /** Runs this on the loop after so many milliseconds. Any thread. */
  void schedule(Runnable task, long delayMillis);

  /** Flushes the sockets that were written to without a flush. On the loop. */
  void flush();

  /** Gathers bodies, each a frame of its own, into one buffer. On the loop. */
  Run gather(List<byte[]> bodies);
}
