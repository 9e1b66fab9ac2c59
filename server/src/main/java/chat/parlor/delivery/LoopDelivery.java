package chat.parlor.delivery;

import chat.parlor.log.Block;
import chat.parlor.log.Entry;
import chat.parlor.log.RoomLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Delivery on one event loop. Work is done in slices of about {@value #SLICE_NANOS} ns; between two
 * slices the loop looks at its sockets. A slice first hands out answers, then passes over the rooms
 * that moved, then serves one by one the connections that are further behind.
 *
 * <p>Owned by the loop's thread, except the three fields that say otherwise.
 */
final class LoopDelivery {
  private static final long SLICE_NANOS = 2_000_000;
  private static final int RUN_BYTES = 32 << 10;
  private static final int MIXED_RUN_BYTES = 16 << 10;
  private static final long RETRY_MILLIS = 500;

  private final Loop loop;
  private final Delivery delivery;

  /** Any thread adds, the loop takes. */
  private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();

  /** The room writer adds, the loop takes. */
  private final ConcurrentLinkedQueue<Group> movedGroups = new ConcurrentLinkedQueue<>();

  /** Any thread: a slice is due. Cleared before the queues are read. */
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private final Map<RoomLog, Group> groups = new HashMap<>();
  private final ArrayDeque<Group> passes = new ArrayDeque<>();
  private final ArrayDeque<Group> notices = new ArrayDeque<>();
  private final ArrayDeque<Subscriber> toServe = new ArrayDeque<>();
  private final List<Group> groupsWithRuns = new ArrayList<>();

  /** A slice is running: what it queues for itself needs no wake-up. */
  private boolean slicing;

  /** Scratch of the run being gathered. */
  private final List<byte[]> bodies = new ArrayList<>();

  LoopDelivery(Loop loop, Delivery delivery) {
    this.loop = loop;
    this.delivery = delivery;
  }

  /** Runs this at the start of the next slice. Any thread; {@link #wake} follows. */
  void post(Runnable task) {
    inbox.add(task);
  }

  void queueMoved(Group group) {
    movedGroups.add(group);
  }

  /** Sees to it that a slice runs if there is work for one. Any thread. */
  void wake() {
    if (!inbox.isEmpty() || !movedGroups.isEmpty()) {
      schedule();
    }
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      loop.execute(this::slice);
    }
  }

  // A slice that goes on posts itself behind the loop's look at its sockets: else it would starve
  // them.
  private void slice() {
    scheduled.set(false);
    for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
      task.run();
    }
    for (Group group = movedGroups.poll(); group != null; group = movedGroups.poll()) {
      passes.add(group);
    }
    long deadline = System.nanoTime() + SLICE_NANOS;
    slicing = true;
    boolean done = passAll(deadline) && serveAll(deadline) && tellAll(deadline);
    slicing = false;
    for (Group group : groupsWithRuns) {
      group.releaseRuns();
    }
    groupsWithRuns.clear();
    loop.flush();
    if (!done && scheduled.compareAndSet(false, true)) {
      loop.executeAfterIo(this::slice);
    }
  }

  private boolean passAll(long deadline) {
    for (Group group = passes.peek(); group != null; group = passes.peek()) {
      if (!group.pass(deadline)) {
        return false;
      }
      passes.remove();
      forgetIfEmpty(group);
    }
    return true;
  }

  private boolean tellAll(long deadline) {
    for (Group group = notices.peek(); group != null; group = notices.peek()) {
      if (!group.tell(deadline)) {
        return false;
      }
      notices.remove();
    }
    return true;
  }

  private boolean serveAll(long deadline) {
    for (Subscriber next = toServe.poll(); next != null; next = toServe.poll()) {
      next.queued = false;
      serveOnce(next);
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
    }
    return true;
  }

  /** In a pass: sends this member what is new, when that can be done at once. */
  void advance(Subscription member) {
    if (!member.behind()) {
      return;
    }
    Subscriber subscriber = member.subscriber();
    if (subscriber.subscriptions == 1 && !member.queued && subscriber.sink().ready()) {
      send(member);
    }
    if (member.behind()) {
      subscriber.markMoved(member);
      serve(subscriber);
    }
  }

  /** Looks at this subscription soon: it may have entries to send. */
  void ready(Subscription subscription) {
    if (subscription.behind()) {
      subscription.subscriber().markMoved(subscription);
      serve(subscription.subscriber());
    }
  }

  /** Queues a connection to be served, when it has something and its sink takes it. */
  void serve(Subscriber subscriber) {
    if (!subscriber.queued && !subscriber.idle() && subscriber.sink().ready()) {
      subscriber.queued = true;
      toServe.add(subscriber);
      if (!slicing) {
        schedule();
      }
    }
  }

  private void serveOnce(Subscriber subscriber) {
    if (!subscriber.sink().ready()) {
      return;
    }
    ArrayDeque<Subscription> moved = subscriber.moved();
    if (moved.size() > 1) {
      sendSeveral(subscriber);
    } else if (!moved.isEmpty()) {
      Subscription only = moved.remove();
      only.queued = false;
      if (only.behind()) {
        send(only);
      }
      ready(only);
    }
    serve(subscriber);
  }

  private void send(Subscription member) {
    if (member.echoOff()) {
      sendOwn(member);
      return;
    }
    Group.SharedRun run = member.group().runAfter(member.cursor);
    if (run == null) {
      run = gather(member);
    }
    if (run != null) {
      member.page = null;
      delivery.countEntries(run.entries());
      member.subscriber().sink().write(run.run());
      member.sent(run.to(), run.cut());
    }
  }

  private Group.@Nullable SharedRun gather(Subscription member) {
    long from = member.cursor;
    Collected collected = collect(member, RUN_BYTES);
    if (collected == null) {
      return null;
    }
    Run made = loop.gather(bodies);
    Group.SharedRun run =
        new Group.SharedRun(from, collected.to(), bodies.size(), collected.cut(), made);
    bodies.clear();
    member.group().remember(run);
    return run;
  }

  private void sendOwn(Subscription member) {
    Collected collected = collect(member, RUN_BYTES);
    if (collected != null) {
      member.page = null;
      writeBodies(member.subscriber());
      member.sent(collected.to(), collected.cut());
    }
  }

  // Small pieces of several rooms cost less copied into one buffer than written one by one.
  private void sendSeveral(Subscriber subscriber) {
    ArrayDeque<Subscription> moved = subscriber.moved();
    List<Subscription> sent = new ArrayList<>();
    List<Collected> upTo = new ArrayList<>();
    int budget = MIXED_RUN_BYTES;
    for (int turns = moved.size(); turns > 0 && budget > 0; turns--) {
      Subscription next = moved.remove();
      next.queued = false;
      Collected collected = next.behind() ? collect(next, budget) : null;
      if (collected != null) {
        next.page = null;
        budget -= collected.bytes();
        sent.add(next);
        upTo.add(collected);
      }
    }
    if (!bodies.isEmpty()) {
      writeBodies(subscriber);
    }
    for (int i = 0; i < sent.size(); i++) {
      sent.get(i).sent(upTo.get(i).to(), upTo.get(i).cut());
      ready(sent.get(i));
    }
  }

  private void writeBodies(Subscriber subscriber) {
    Run run = loop.gather(bodies);
    delivery.countEntries(bodies.size());
    bodies.clear();
    try {
      subscriber.sink().write(run);
    } finally {
      run.release();
    }
  }

  private record Collected(long to, int bytes, Optional<String> cut) {}

  /**
   * Adds to {@link #bodies} what comes next for this member: at least one entry, then as many as
   * fit, never across a cut. Null when the next entry is not in memory: then it is parked.
   */
  private @Nullable Collected collect(Subscription member, int maxBytes) {
    long limit = member.limit();
    long next = member.cursor + 1;
    Entry entry = member.entry(next);
    if (entry == null && (!fetch(member) || (entry = member.entry(next)) == null)) {
      return null;
    }
    int bytes = 0;
    long to = member.cursor;
    Optional<String> cut = Optional.empty();
    while (entry != null && (bytes == 0 || bytes + entry.body().length + 4 <= maxBytes)) {
      byte[] ack = member.takeAck(next);
      bodies.add(ack == null ? entry.body() : ack);
      bytes += entry.body().length + 4;
      to = next;
      cut = entry.cut();
      entry = cut.isPresent() || next >= limit ? null : member.entry(++next);
    }
    return new Collected(to, bytes, cut);
  }

  /** Gets the page with the next entry. False: it is not here yet, and the member is parked. */
  private boolean fetch(Subscription member) {
    long next = member.cursor + 1;
    CompletableFuture<Block> page = delivery.logs().block(member.log(), next);
    if (page.isDone() && !page.isCompletedExceptionally()) {
      member.page = page.join();
      return true;
    }
    member.state = Subscription.State.PARKED;
    member.page = null;
    Group group = member.group();
    long block = (next - 1) / Block.LENGTH;
    if (group.await(member, block)) {
      page.whenComplete((read, failure) -> {
        if (failure == null) {
          loop.execute(() -> group.arrived(block, read));
        } else {
          loop.schedule(() -> group.arrived(block, null), RETRY_MILLIS);
        }
      });
    }
    return false;
  }

  void hasRuns(Group group) {
    groupsWithRuns.add(group);
  }

  void noticeAfter(Group group, long delayMillis) {
    loop.schedule(
        () -> {
          notices.add(group);
          schedule();
        },
        delayMillis);
  }

  Subscription attach(Subscriber subscriber, RoomLog log, Subscription.Reader reader) {
    Group group = groups.computeIfAbsent(log, key -> delivery.group(key, this));
    long version = delivery.arrived(group, reader);
    Subscription subscription = new Subscription(subscriber, group, reader, version);
    group.add(subscription);
    subscriber.subscriptions++;
    return subscription;
  }

  void detach(Subscription subscription) {
    if (subscription.ended()) {
      return;
    }
    subscription.state = Subscription.State.ENDED;
    subscription.page = null;
    subscription.subscriber().subscriptions--;
    Group group = subscription.group();
    group.remove(subscription);
    delivery.went(group, subscription.person());
    forgetIfEmpty(group);
  }

  private void forgetIfEmpty(Group group) {
    if (group.isEmpty() && groups.remove(group.log(), group)) {
      delivery.forget(group);
    }
  }
}
