package chat.parlor.delivery;

import chat.parlor.log.Logs;
import chat.parlor.log.RoomLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * All delivery: one {@link LoopDelivery} per event loop, and who is here, which all loops share.
 *
 * <p>The writer makes entries visible ({@link Logs#publish} marks the groups), posts answers, and
 * then calls {@link #wake}: so that an answer and the entries of the same commit leave in one
 * flush.
 */
public final class Delivery {
  private static final long NOTICE_MILLIS = 100;
  private static final long COUNT_MILLIS = 1000;

  /** One room's attendance and its groups, of all loops; the list is guarded by the map. */
  private record Hall(Attendance attendance, List<Group> groups) {}

  private final Logs logs;
  private final ConcurrentHashMap<RoomLog, Hall> halls = new ConcurrentHashMap<>();

  /** Written once, before any connection exists. */
  private final List<LoopDelivery> loops = new ArrayList<>();

  private final LongAdder entriesWritten = new LongAdder();

  public Delivery(Logs logs) {
    this.logs = logs;
  }

  /** Delivery on one more event loop; before it has connections. */
  public Lane lane(Loop loop) {
    LoopDelivery delivery = new LoopDelivery(loop, this);
    loops.add(delivery);
    return new Lane(delivery);
  }

  /** The front door of delivery for the connections of one event loop; used on that loop. */
  public static final class Lane {
    private final LoopDelivery loop;

    Lane(LoopDelivery loop) {
      this.loop = loop;
    }

    public Subscriber subscriber(Sink sink) {
      return new Subscriber(sink, loop);
    }

    /**
     * Registers a reader. Nothing is sent before {@link Subscription#start}; read the head after
     * this, not before.
     */
    public Subscription attach(Subscriber subscriber, RoomLog log, Subscription.Reader reader) {
      return loop.attach(subscriber, log, reader);
    }

    /** Nothing of the room is given to the sink after this. In constant time. */
    public void detach(Subscription subscription) {
      loop.detach(subscription);
    }

    /** Runs this on the loop before the next pass. Any thread; {@link Delivery#wake} follows. */
    public void post(Runnable task) {
      loop.post(task);
    }
  }

  /** Starts a slice on every loop that has something to do. Any thread. */
  public void wake() {
    for (LoopDelivery loop : loops) {
      loop.wake();
    }
  }

  /** Entries written to clients since the start. */
  public long entriesWritten() {
    return entriesWritten.sum();
  }

  /** Distinct people attached to this room now. */
  public int userCount(RoomLog log) {
    Hall hall = halls.get(log);
    return hall == null ? 0 : hall.attendance().userCount();
  }

  /** Who is attached to this room, in the order they came, at most {@code limit}. */
  public List<Attendance.Present> people(RoomLog log, int limit) {
    Hall hall = halls.get(log);
    return hall == null ? List.of() : hall.attendance().people(limit);
  }

  /** Somebody attached goes by another name now. */
  public void renamed(RoomLog log, String userId, String name) {
    Hall hall = halls.get(log);
    if (hall != null) {
      hall.attendance().renamed(userId, name);
    }
  }

  Logs logs() {
    return logs;
  }

  void countEntries(int entries) {
    entriesWritten.add(entries);
  }

  Group group(RoomLog log, LoopDelivery loop) {
    Group[] made = new Group[1];
    halls.compute(
        log,
        (key, there) -> {
          Hall hall = there != null ? there : new Hall(new Attendance(), new ArrayList<>(1));
          made[0] = new Group(log, loop, hall.attendance());
          hall.groups().add(made[0]);
          return hall;
        });
    log.watch(made[0]);
    return made[0];
  }

  void forget(Group group) {
    group.log().unwatch(group);
    halls.computeIfPresent(
        group.log(),
        (log, hall) -> {
          hall.groups().remove(group);
          return hall.groups().isEmpty() ? null : hall;
        });
  }

  /** Returns the version from which changes concern this reader. */
  long arrived(Group group, Subscription.Reader reader) {
    Attendance attendance = group.attendance();
    if (attendance.arrived(reader.userId(), reader.name())) {
      noticeSoon(group);
    }
    return attendance.version();
  }

  void went(Group group, String userId) {
    if (group.attendance().went(userId)) {
      noticeSoon(group);
    }
  }

  private void noticeSoon(Group group) {
    long delay = group.attendance().big() ? COUNT_MILLIS : NOTICE_MILLIS;
    halls.computeIfPresent(
        group.log(),
        (log, hall) -> {
          for (Group each : hall.groups()) {
            each.noticeSoon(delay);
          }
          return hall;
        });
  }
}
