package chat.parlor.room;

import chat.parlor.protocol.Refusal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What became of a command. */
public sealed interface Outcome {

  /**
   * Durable and visible.
   *
   * @param readers of a closed room; empty for an open one
   * @param duplicate it had been stored before, under the same key
   */
  record Stored(String room, Set<String> readers, long seq, long timeMillis, boolean duplicate)
      implements Outcome {}

  /** Not stored, or (with {@link Refusal.Retry#SAME}) not known to be stored. */
  record Refused(Refusal code, Optional<String> field, OptionalLong retryAfterMillis)
      implements Outcome {

    static Refused of(Refusal code) {
      return new Refused(code, Optional.empty(), OptionalLong.empty());
    }

    static Refused later(Refusal code, long millis) {
      return new Refused(code, Optional.empty(), OptionalLong.of(millis));
    }
  }
}
