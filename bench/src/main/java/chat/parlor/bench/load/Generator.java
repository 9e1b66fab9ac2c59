package chat.parlor.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One thread, one selector, all clients. Everything of the load happens on the thread that calls
 * {@link #turn}; so its own processor time says whether the load or the server was the limit.
 */
public final class Generator implements AutoCloseable {
  private static final int READ_BYTES = 256 << 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Selector selector;
  private final byte[] scratch = new byte[READ_BYTES];
  private final ByteBuffer reading = ByteBuffer.wrap(scratch);
  private final List<Client> toFlush = new ArrayList<>();

  public Generator() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Selector selector() {
    return selector;
  }

  /** What is read stands in this array, from its first byte on. */
  byte[] readBytes() {
    return scratch;
  }

  /** The buffer that all clients read into, around {@link #readBytes}. */
  ByteBuffer reading() {
    return reading;
  }

  void flushLater(Client client) {
    toFlush.add(client);
  }

  /** Writes what was said, waits so long for sockets at most, and serves those that are ready. */
  public void turn(long millis) {
    flush();
    try {
      if (millis <= 0) {
        selector.selectNow(Generator::serve);
      } else {
        selector.select(Generator::serve, millis);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    flush();
  }

  private static void serve(SelectionKey key) {
    ((Client) key.attachment()).ready(key);
  }

  private void flush() {
    for (int i = 0; i < toFlush.size(); i++) {
      toFlush.get(i).flush();
    }
    toFlush.clear();
  }

  /** Serves until this holds; false when the time was over first. */
  public boolean until(BooleanSupplier done, long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      turn(1);
    }
    return true;
  }

  /** Serves for so long. */
  public void rest(long millis) {
    until(() -> false, millis);
  }

  /** Processor time of the calling thread, which is the one that makes the load. */
  public static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
