package chat.parlor.delivery;

import chat.parlor.log.Block;
import chat.parlor.log.Entry;
import chat.parlor.log.RoomLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection's reading of one room: a cursor. All of it belongs to the event loop of its
 * connection.
 *
 * <pre>
 *   NEW -- start --> LIVE
 *   LIVE ----- the next entry is not in memory -----> PARKED (a page is being read)
 *     ^------------- the page is here ------------------'
 *   any state ------- detached, or met its own removal ---> ENDED
 * </pre>
 */
public final class Subscription {

  enum State {
    NEW,
    LIVE,
    PARKED,
    ENDED
  }

  private final Subscriber subscriber;
  private final Group group;
  private final String person;
  private final SubscriptionListener listener;
  private final long attachedVersion;

  State state = State.NEW;

  /** The number of the last entry given to the sink. */
  long cursor;

  /** Where {@code caughtUp} is due; -1 once it was told. */
  private long catchUpTo;

  /** A page just read for it, until it is used; else null. */
  @Nullable Block page;

  /** Its place in the group's array. */
  int index;

  /** It stands in its subscriber's queue of moved rooms. */
  boolean queued;

  /** Own entries that are answered by their ack, in its place; null while echo is on. */
  private @Nullable Map<Long, byte[]> acks;

  /** With echo off: own entries sent and not answered yet. */
  private int unanswered;

  /** With echo off: nothing above it is sent while an answer is outstanding. */
  private long answeredTo;

  Subscription(Subscriber subscriber, Group group, Reader reader, long attachedVersion) {
    this.subscriber = subscriber;
    this.group = group;
    this.person = reader.userId();
    this.listener = reader.listener();
    this.acks = reader.echo() ? null : new HashMap<>();
    this.attachedVersion = attachedVersion;
  }

  /**
   * Whose reading it is.
   *
   * @param userId a cut that names this person ends it
   * @param name what others are shown
   * @param echo false: one's own entries are replaced by their acks
   */
  public record Reader(String userId, String name, boolean echo, SubscriptionListener listener) {}

  /**
   * Begins to send what is above {@code cursor}. It was registered before the head was read, so
   * nothing is missed.
   *
   * @param head the number at which it has caught up
   */
  public void start(long cursor, long head) {
    this.cursor = cursor;
    this.answeredTo = cursor;
    this.catchUpTo = head;
    state = State.LIVE;
    tellCaughtUp();
    group.loop().ready(this);
  }

  public RoomLog log() {
    return group.log();
  }

  public boolean ended() {
    return state == State.ENDED;
  }

  public long cursor() {
    return cursor;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  Group group() {
    return group;
  }

  SubscriptionListener listener() {
    return listener;
  }

  long attachedVersion() {
    return attachedVersion;
  }

  String person() {
    return person;
  }

  /** These numbers were given to the sink. Ends it when the last of them cuts this person off. */
  void sent(long to, Optional<String> cut) {
    cursor = to;
    if (cut.isPresent() && (cut.get().equals("*") || cut.get().equals(person))) {
      group.loop().detach(this);
      listener.ended(this, to);
    } else {
      tellCaughtUp();
    }
  }

  private void tellCaughtUp() {
    if (catchUpTo >= 0 && cursor >= catchUpTo) {
      catchUpTo = -1;
      listener.caughtUp(this, cursor);
    }
  }

  /** Stands at the head, as far as the head is known. */
  boolean caughtUp() {
    return state == State.LIVE && catchUpTo < 0 && cursor >= log().head();
  }

  boolean behind() {
    return state == State.LIVE && cursor < limit();
  }

  /** The entry of this number from memory or the page at hand, or null. */
  @Nullable Entry entry(long seq) {
    Entry recent = log().recent(seq);
    return recent == null && page != null ? page.get(seq) : recent;
  }

  /** Whether one's own entries are replaced by their acks. */
  public boolean echoOff() {
    return acks != null;
  }

  /** With echo off, before an own entry goes to the writer: hold the stream until its answer. */
  public void sending() {
    if (unanswered++ == 0) {
      answeredTo = log().head(); // what is visible now is not one's own
    }
  }

  /**
   * With echo off: the answer to an own entry. Returns true when the ack will stand in the entry's
   * place in the stream, false when the caller is to send it (the entry is behind the cursor: a
   * duplicate).
   */
  public boolean answered(long seq, byte[] ack) {
    Map<Long, byte[]> own = acks;
    settled();
    if (own == null || seq <= cursor || ended()) {
      return false;
    }
    own.put(seq, ack);
    answeredTo = Math.max(answeredTo, seq);
    group.loop().ready(this);
    return true;
  }

  /** With echo off: an own entry was refused. */
  public void settled() {
    unanswered--;
    group.loop().ready(this);
  }

  /** Up to which number it may be sent now. */
  long limit() {
    return unanswered > 0 ? Math.min(answeredTo, log().head()) : log().head();
  }

  /** The ack that stands for this number, or null. */
  byte @Nullable [] takeAck(long seq) {
    Map<Long, byte[]> own = acks;
    return own == null ? null : own.remove(seq);
  }
}
