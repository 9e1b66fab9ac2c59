package chat.parlor.history;

/**
 * What happened at a client's socket. {@code at} is one monotonic clock for all clients, in
 * nanoseconds: taken before the bytes of something sent were written, and after the bytes of
 * something received were read.
 */
public sealed interface Event {

  /** A message as its sender means it: unique by sender, room and key, however often sent. */
  record MessageId(String sender, String room, String key) {}

  /** A room's entry as somebody was shown it; {@code raw} is all of it, for comparing. */
  record Shown(String room, long seq, MessageId id, String body, String raw) {
    public Shown {
      if (!room.equals(id.room())) {
        throw new IllegalArgumentException(id + " shown in " + room);
      }
    }
  }

  /** One attempt to send; the same id again is a resend. */
  record Invoked(long at, MessageId id, String body) implements Event {}

  /** The answer to an attempt: stored, with this number. */
  record Acked(long at, MessageId id, long seq) implements Event {}

  /** The answer to an attempt: not stored, and never will be by this attempt. */
  record Refused(long at, MessageId id, String body, String code) implements Event {}

  /** No answer came, or one that says that nobody knows. Never a failure. */
  record Unknown(long at, MessageId id) implements Event {}

  /** A subscription of a reader begins (or moves): its first number is {@code after + 1}. */
  record Joined(long at, String reader, String room, long after) implements Event {}

  /** The reader was told that its subscription goes on at {@code from}. */
  record Reset(long at, String reader, String room, long from) implements Event {}

  /** The reader was shown an entry. */
  record Delivered(long at, String reader, Shown entry) implements Event {}

  /** The reader was given all the time it needed: it must stand at the room's end. */
  record Finished(long at, String reader, String room) implements Event {}

  /** At the very end, an entry read on one of the ways there are. */
  record ReadBack(long at, String way, Shown entry) implements Event {}
}
