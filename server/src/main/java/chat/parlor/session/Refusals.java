package chat.parlor.session;

import chat.parlor.protocol.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts refusals by code. Any thread. */
public final class Refusals {
  private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

  Refusals() {
    for (Refusal refusal : Refusal.values()) {
      counts.put(refusal, new LongAdder());
    }
  }

  void count(Refusal refusal) {
    counts.get(refusal).increment();
  }

  /** How often this one was given since the start. */
  public long of(Refusal refusal) {
    return counts.get(refusal).sum();
  }
}
