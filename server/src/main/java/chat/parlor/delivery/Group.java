package chat.parlor.delivery;

import chat.parlor.log.Block;
import chat.parlor.log.RoomLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one room on one event loop. Owned by that loop, except {@link #moved} and
 * {@link #noticeDue}, which other threads set.
 */
final class Group implements RoomLog.Watcher {

  /** Members looked at between two looks at the clock. */
  private static final int CLOCK_EVERY = 16;

  /** A run made in this slice: entries {@code from + 1 .. to}. */
  record SharedRun(long from, long to, int entries, Optional<String> cut, Run run) {}

  private final RoomLog log;
  private final LoopDelivery loop;
  private final Attendance attendance;

  /** Set by the room writer when it queues this group, cleared when a pass begins. */
  private volatile boolean moved;

  /** Set by whoever arms the timer of a notice, cleared when the notices are told. */
  private volatile boolean noticeDue;

  /** Members with holes where one left during a pass. */
  private @Nullable Subscription[] members = new Subscription[1];

  private int end;
  private int count;

  /** How far the pass under way has come; -1 when none is. */
  private int passed = -1;

  private int passEnd;
  private int passStart;

  /** How far telling of changes has come; -1 when none is under way. */
  private int told = -1;

  private long toldVersion;
  private List<Change> telling = List.of();

  /** Runs of this slice. */
  private final List<SharedRun> runs = new ArrayList<>(1);

  /** Who waits for which block. */
  private final Map<Long, List<Subscription>> waiting = new HashMap<>(0);

  Group(RoomLog log, LoopDelivery loop, Attendance attendance) {
    this.log = log;
    this.loop = loop;
    this.attendance = attendance;
    this.toldVersion = attendance.version();
  }

  RoomLog log() {
    return log;
  }

  LoopDelivery loop() {
    return loop;
  }

  Attendance attendance() {
    return attendance;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** On the room writer's thread; {@link Delivery#wake} follows. */
  @Override
  public void moved() {
    if (!moved) {
      moved = true;
      loop.queueMoved(this);
    }
  }

  /** Arms the timer of notices unless it is armed. Any thread. */
  void noticeSoon(long delayMillis) {
    if (!noticeDue) {
      noticeDue = true;
      loop.noticeAfter(this, delayMillis);
    }
  }

  void add(Subscription subscription) {
    if (end == members.length) {
      members = Arrays.copyOf(members, Math.max(4, end * 2));
    }
    subscription.index = end;
    members[end++] = subscription;
    count++;
  }

  /** In constant time: leaves a hole that the end of the next pass closes. */
  void remove(Subscription subscription) {
    members[subscription.index] = null;
    count--;
    if (count == 0 && passed < 0 && told < 0) {
      end = 0;
    }
  }

  /**
   * Moves every member on. Returns false when the time was over first: call again.
   *
   * @param deadlineNanos on {@link System#nanoTime}
   */
  boolean pass(long deadlineNanos) {
    if (passed < 0) {
      moved = false;
      passed = 0;
      passEnd = end;
      passStart = passEnd == 0 ? 0 : (passStart + 7) % passEnd;
    }
    while (passed < passEnd) {
      int index = passStart + passed;
      Subscription member = members[index < passEnd ? index : index - passEnd];
      passed++;
      if (member != null) {
        loop.advance(member);
      }
      if (passed % CLOCK_EVERY == 0 && System.nanoTime() - deadlineNanos > 0) {
        return false;
      }
    }
    passed = -1;
    compact();
    return true;
  }

  /** Tells members at the head who came and went. Returns false when the time was over first. */
  boolean tell(long deadlineNanos) {
    if (told < 0) {
      noticeDue = false;
      telling = attendance.since(toldVersion);
      toldVersion = telling.isEmpty() ? toldVersion : telling.getLast().version();
      told = 0;
    }
    while (told < end) {
      Subscription member = members[told++];
      if (member != null && member.caughtUp() && member.subscriber().sink().ready()) {
        tell(member);
      }
      if (told % CLOCK_EVERY == 0 && System.nanoTime() - deadlineNanos > 0) {
        return false;
      }
    }
    told = -1;
    telling = List.of();
    compact();
    return true;
  }

  private void tell(Subscription member) {
    for (Change change : telling) {
      if (change.version() >= member.attachedVersion()) {
        member.listener().noticed(member, change);
      }
    }
  }

  private void compact() {
    if (passed >= 0 || told >= 0 || count > end / 2) {
      return;
    }
    int to = 0;
    for (int from = 0; from < end; from++) {
      Subscription member = members[from];
      if (member != null) {
        member.index = to;
        members[to++] = member;
      }
    }
    Arrays.fill(members, to, end, null);
    end = to;
  }

  /** The run of this slice that begins after this number, or null. */
  @Nullable SharedRun runAfter(long cursor) {
    for (SharedRun run : runs) {
      if (run.from() == cursor) {
        return run;
      }
    }
    return null;
  }

  void remember(SharedRun run) {
    if (runs.isEmpty()) {
      loop.hasRuns(this);
    }
    runs.add(run);
  }

  void releaseRuns() {
    for (SharedRun run : runs) {
      run.run().release();
    }
    runs.clear();
  }

  /** Whether the block was not asked for yet. */
  boolean await(Subscription subscription, long block) {
    List<Subscription> list = waiting.get(block);
    if (list != null) {
      list.add(subscription);
      return false;
    }
    waiting.put(block, new ArrayList<>(List.of(subscription)));
    return true;
  }

  /** The block that some wait for is here. */
  void arrived(long index, @Nullable Block block) {
    List<Subscription> list = waiting.remove(index);
    if (list == null) {
      return;
    }
    for (Subscription subscription : list) {
      if (subscription.state == Subscription.State.PARKED) {
        subscription.state = Subscription.State.LIVE;
        subscription.page = block;
        loop.ready(subscription);
      }
    }
  }
}
