package chat.parlor.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Everything a client may say, already checked for shape: names are NFC and valid, text is not
 * blank and within the limit, numbers are in range. Unknown fields were ignored.
 */
public sealed interface ClientFrame {

  /** The client's mark, for the answer. */
  Optional<Ref> ref();

  /**
   * A message.
   *
   * @param room where to; empty: the current room
   * @param user the name the client claims; names a guest who has none yet, else ignored
   * @param id the idempotency key, per sender and room
   * @param replyTo the number of the message in the same room that this one answers
   */
  record Chat(
      Optional<Ref> ref,
      Optional<String> room,
      String message,
      Optional<String> id,
      OptionalLong replyTo,
      Optional<String> user)
      implements ClientFrame {}

  /**
   * A message for one person.
   *
   * @param to a user id, or a name somebody holds now
   */
  record Private(Optional<Ref> ref, String to, String message, Optional<String> id)
      implements ClientFrame {}

  /** Start, or move, subscriptions: one place per room, in the order asked for, at most 100. */
  record Join(Optional<Ref> ref, List<Place> places) implements ClientFrame {}

  /** Stop reading a room; empty: the current one. */
  record Leave(Optional<Ref> ref, Optional<String> room) implements ClientFrame {}

  /** Entries of a room; empty room: the current one. */
  record History(Optional<Ref> ref, Optional<String> room, Window window, int limit)
      implements ClientFrame {}

  /**
   * Evenly spaced numbers of a room with their times; empty room: the current one.
   *
   * @param count how many, 1 to 100
   */
  record Stretches(Optional<Ref> ref, Optional<String> room, int count) implements ClientFrame {}

  record Who(Optional<Ref> ref, Optional<String> room) implements ClientFrame {}

  record Rooms(Optional<Ref> ref, Optional<String> query) implements ClientFrame {}

  /** A fresh token of the same person. */
  record Auth(Optional<Ref> ref, String token) implements ClientFrame {
    /** Without the token: no token ever reaches a log. */
    @Override
    public String toString() {
      return "Auth[ref=%s, token=(hidden)]".formatted(ref);
    }
  }

  record Ping(Optional<Ref> ref) implements ClientFrame {}

  /**
   * Where a subscription starts.
   *
   * @param after read on above this number; empty: at the head
   * @param epoch the epoch {@code after} was counted in
   * @param last start this many entries below the head (0 to 1,000); ignored beside {@code after}
   * @param echo whether one's own entries come back; when not, their acks stand in their place
   */
  record Place(
      String room, OptionalLong after, Optional<String> epoch, OptionalInt last, boolean echo) {}

  /** Which entries of a room. */
  sealed interface Window {
    /** The newest. */
    record Newest() implements Window {}

    /** The newest below this number. */
    record Before(long seq) implements Window {}

    /** The oldest above this number. */
    record After(long seq) implements Window {}

    /** Half below, the rest from this number on. */
    record Around(long seq) implements Window {}
  }
}
