package chat.parlor.net;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts connections. Any thread. */
public final class ConnectionCounts {
  private final LongAdder opened = new LongAdder();
  private final LongAdder gone = new LongAdder();
  private final LongAdder slow = new LongAdder();
  private final Map<Integer, LongAdder> closedByCode = new ConcurrentHashMap<>();

  void open() {
    opened.increment();
  }

  void gone() {
    gone.increment();
  }

  void slow() {
    slow.increment();
  }

  void closed(int code) {
    closedByCode.computeIfAbsent(code, key -> new LongAdder()).increment();
  }

  /** WebSockets open now. */
  public long active() {
    return opened.sum() - gone.sum();
  }

  /** WebSockets opened since the start. */
  public long opened() {
    return opened.sum();
  }

  /** Connections closed because they took nothing (4008). */
  public long slowClosed() {
    return slow.sum();
  }

  /** How often connections ended with each close code. */
  public Map<Integer, Long> closedByCode() {
    Map<Integer, Long> counts = new TreeMap<>();
    closedByCode.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }
}
