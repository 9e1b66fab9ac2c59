package chat.parlor.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Everything the server says that is not a numbered entry (those are {@link EntryCodec}'s). */
public sealed interface ServerFrame {

  /** The first frame on every connection. {@code token} only for guests. */
  record Welcome(
      String userId,
      String name,
      boolean guest,
      Optional<String> token,
      List<DirectRoom> direct,
      Limits limits,
      int heartbeatMillis,
      String version,
      Instant time)
      implements ServerFrame {
    /** Without the token: no token ever reaches a log. */
    @Override
    public String toString() {
      return "Welcome[userId=%s, name=%s, guest=%s, token=%s, direct=%d]"
          .formatted(userId, name, guest, token.isPresent() ? "(hidden)" : "none", direct.size());
    }
  }

  /** Where a direct room stands, so that a client can resume it. */
  record DirectRoom(String room, String epoch, long head, Person with) {}

  /** The limits a client should know; 0 means none. */
  record Limits(
      int textLength,
      int nameLength,
      int roomNameLength,
      int messagesPerSecond,
      int messageBurst) {}

  record Person(String userId, String name) {}

  /** A subscription stands. {@code direct}: the other person, in a direct room. */
  record Joined(
      Optional<Ref> ref,
      String room,
      String title,
      String epoch,
      long head,
      long floor,
      int userCount,
      String role,
      boolean resumed,
      Optional<Person> direct)
      implements ServerFrame {}

  record Left(Optional<Ref> ref, String room, LeftReason reason, OptionalLong seq)
      implements ServerFrame {}

  enum LeftReason {
    ASKED,
    REMOVED,
    CLOSED
  }

  /** Done. {@code room}, {@code seq}, {@code time} for what is an entry now. */
  record Ack(
      Optional<Ref> ref,
      Optional<String> id,
      Optional<String> room,
      OptionalLong seq,
      Optional<Instant> time,
      boolean duplicate)
      implements ServerFrame {}

  /** {@code entries} are entries as JSON bytes, ascending. */
  record HistoryPage(Optional<Ref> ref, String room, List<byte[]> entries, long head, long floor)
      implements ServerFrame {}

  /** A room's log in stretches of one length, ascending; the first begins above the floor. */
  record StretchList(Optional<Ref> ref, String room, long head, long floor, List<Stretch> stretches)
      implements ServerFrame {}

  /** Where a stretch begins: the number of an entry, and its time. */
  record Stretch(long seq, Instant time) {}

  /** At most 200 people are named. */
  record WhoIsHere(Optional<Ref> ref, String room, List<Person> people, int userCount)
      implements ServerFrame {}

  record RoomList(Optional<Ref> ref, List<RoomSummary> rooms) implements ServerFrame {}

  record RoomSummary(String room, String title, int userCount, long head) {}

  record Pong(Optional<Ref> ref, Instant time) implements ServerFrame {}

  /** Once per join: the stream has reached what was the head. */
  record CaughtUp(String room, long seq) implements ServerFrame {}

  /** The stream goes on at {@code from}; what was known of the room before is not to be mixed. */
  record Reset(String room, String epoch, long from, long head, ResetReason reason)
      implements ServerFrame {}

  enum ResetReason {
    EPOCH,
    AHEAD,
    EXPIRED
  }

  /** For people to read, in their language; never numbered, may be lost. */
  record Notice(
      String room, NoticeEvent event, Optional<Person> person, String message, int userCount)
      implements ServerFrame {}

  enum NoticeEvent {
    JOIN,
    LEAVE,
    COUNT,
    NOTICE
  }

  /** Your name is this now. */
  record You(String userId, String name) implements ServerFrame {}

  /** A refusal; the socket stays open. {@code room} where one of several rooms is meant. */
  record Refused(
      Optional<Ref> ref,
      Refusal code,
      String message,
      Optional<String> field,
      Optional<String> room,
      OptionalLong retryAfterMillis)
      implements ServerFrame {}

  /** The server is about to close (1012): come back after this many milliseconds. */
  record Goaway(long retryAfterMillis) implements ServerFrame {}
}
