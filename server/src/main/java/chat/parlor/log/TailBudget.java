package chat.parlor.log;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bounds the bytes of all tails together: over the bound the tails longest unused are dropped. */
final class TailBudget {
  private final long maxBytes;

  /** Guarded by this: bytes by log, in the order of last use. */
  private final Map<RoomLog, Integer> byLog = new LinkedHashMap<>(16, 0.75f, true);

  /** Guarded by this: the sum of the above. */
  private long total;

  TailBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized long bytes() {
    return total;
  }

  /** Called by the room writer after a tail grew, without the log's lock. */
  synchronized void used(RoomLog log, int bytes) {
    Integer before = byLog.put(log, bytes);
    total += bytes - (before == null ? 0 : before);
    Iterator<Map.Entry<RoomLog, Integer>> eldest = byLog.entrySet().iterator();
    while (total > maxBytes && byLog.size() > 1) {
      Map.Entry<RoomLog, Integer> entry = eldest.next();
      if (entry.getKey() != log) {
        entry.getKey().dropTail();
        total -= entry.getValue();
        eldest.remove();
      }
    }
  }

  synchronized void forget(RoomLog log) {
    Integer bytes = byLog.remove(log);
    total -= bytes == null ? 0 : bytes;
  }
}
