package chat.parlor.log;

import chat.parlor.store.LogHead;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The log of one room while anybody reads it: where its head is, its newest entries, and who wants
 * to be told that it moved.
 *
 * <p>No wake-up is lost: {@code head} and the watchers are volatile. A reader registers its watcher
 * <em>and then</em> reads the head; the writer sets the head <em>and then</em> reads the watchers.
 * So whatever the order, one of the two sees the other. (Release and acquire are not enough here.)
 */
public final class RoomLog {

  /** Told, on the writer's thread, that the head moved. Must only take a note. */
  public interface Watcher {
    void moved();
  }

  private static final Watcher[] NOBODY = {};

  private final String name;
  private final Tail tail;

  /** Set under this lock, read anywhere. */
  private volatile long head;

  /** Set under this lock, read anywhere: 0 while the log has no entry. */
  private volatile long number;

  /** Set under this lock, read anywhere. */
  private volatile long floor;

  /** Set under this lock, read anywhere. */
  private volatile long scrub;

  /** Set under this lock, read anywhere: empty for an open log. */
  private volatile Set<String> readers = Set.of();

  /** Set under this lock, read anywhere; copied on every change. */
  private volatile Watcher[] watchers = NOBODY;

  /** Guarded by the map of {@link Logs}: how many hold this log open. */
  int holders;

  RoomLog(String name, int tailEntries, int tailBytes) {
    this.name = name;
    this.tail = new Tail(tailEntries, tailBytes);
  }

  public String name() {
    return name;
  }

  /** The number of the newest entry that is durable and visible; 0 when there is none. */
  public long head() {
    return head;
  }

  /** Entries up to this number are gone. */
  public long floor() {
    return floor;
  }

  long number() {
    return number;
  }

  long scrub() {
    return scrub;
  }

  /** Whether this person may read it. */
  public boolean readableBy(String person) {
    Set<String> closed = readers;
    return closed.isEmpty() ? !isPrivateName(name) : closed.contains(person);
  }

  /** Those who may read a closed log; empty for an open one. */
  public Set<String> readers() {
    return readers;
  }

  /** Names of closed logs stand outside the names that people can type. */
  public static boolean isPrivateName(String name) {
    return name.startsWith("~");
  }

  /** An entry from memory, or null: then it is to be read as a page. Any thread. */
  public @Nullable Entry recent(long seq) {
    return tail.get(seq);
  }

  public synchronized void watch(Watcher watcher) {
    Watcher[] more = Arrays.copyOf(watchers, watchers.length + 1);
    more[watchers.length] = watcher;
    watchers = more;
  }

  public synchronized void unwatch(Watcher watcher) {
    watchers = Arrays.stream(watchers).filter(other -> other != watcher).toArray(Watcher[]::new);
  }

  /** What the store said when this log was opened; what was published meanwhile is newer. */
  synchronized void loaded(LogHead stored, Set<String> storedReaders) {
    readers = storedReaders;
    number = stored.log();
    floor = Math.max(floor, stored.floor());
    scrub = Math.max(scrub, stored.scrub());
    head = Math.max(head, stored.head());
  }

  /** Makes durable entries visible, and returns the bytes that the tail now holds. */
  int publish(LogHead stored, Set<String> storedReaders, List<Entry> entries) {
    int bytes;
    synchronized (this) {
      readers = storedReaders;
      number = stored.log();
      for (Entry entry : entries) {
        tail.add(entry);
      }
      bytes = tail.bytes();
      head = Math.max(head, stored.head());
    }
    for (Watcher watcher : watchers) {
      watcher.moved();
    }
    return bytes;
  }

  synchronized void dropTail() {
    tail.clear();
  }

  @Override
  public String toString() {
    return "RoomLog[" + name + " at " + head + "]";
  }
}
