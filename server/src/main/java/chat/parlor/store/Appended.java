package chat.parlor.store;

import java.util.List;
import java.util.Map;

/** What became of an append. */
public sealed interface Appended {
  /** Durable. {@code heads} are the logs as they stand now, in the order of the appends. */
  record Done(List<LogHead> heads) implements Appended {}

  /**
   * Nothing was written: somebody else has written to these logs since. By name; a log that does
   * not exist any more, or not yet, has head 0.
   */
  record Moved(Map<String, LogHead> heads) implements Appended {}
}
