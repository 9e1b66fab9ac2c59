package chat.parlor.store;

import java.time.Duration;
import java.util.List;

/**
 * How the servers on one database tell each other that logs have moved. A hint makes them quick and
 * may be lost: none is needed for being right. {@link #tell} and {@link #await} are called by one
 * thread each.
 */
public interface Hints extends AutoCloseable {

  /** A log that was seen to reach this number. */
  record Hint(String name, long head) {}

  /** Tells all servers, this one too. */
  void tell(List<Hint> hints) throws StoreException;

  /** What was told meanwhile; returns at the first hint, or without one when the time is over. */
  List<Hint> await(Duration atMost) throws StoreException;

  @Override
  void close();
}
