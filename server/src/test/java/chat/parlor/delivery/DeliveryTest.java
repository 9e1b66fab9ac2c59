package chat.parlor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.log.Entry;
import chat.parlor.log.LogOptions;
import chat.parlor.log.Logs;
import chat.parlor.log.RoomLog;
import chat.parlor.store.Appended;
import chat.parlor.store.LogAppend;
import chat.parlor.store.NewEntry;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoredEntry;
import chat.parlor.store.memory.MemoryStore;
import chat.parlor.telemetry.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a subscription promises, whatever the order of things. */
class DeliveryTest {
  private final Store store = new MemoryStore();
  private final ManualLoop loop = new ManualLoop();
  private Logs logs;
  private Delivery delivery;
  private Delivery.Lane lane;

  @BeforeEach
  void open() {
    open(4096);
  }

  private void open(int tailEntries) {
    logs = new Logs(store, LogOptions.defaults().withTailEntries(tailEntries), new Metrics());
    delivery = new Delivery(logs, new Metrics());
    lane = delivery.lane(loop);
  }

  @AfterEach
  void everyRunIsReleased() {
    settle();
    assertThat(loop.runsAlive).isZero();
  }

  private RoomLog hold(String room) {
    return logs.hold(room).join();
  }

  private void say(String room, String... texts) {
    say(room, Optional.empty(), texts);
  }

  /** Stores and publishes, as the writer does. */
  private void say(String room, Optional<String> cut, String... texts) {
    try {
      long head = store.writer().find(room).map(found -> found.head()).orElse(0L);
      List<NewEntry> entries = new ArrayList<>();
      List<Entry> visible = new ArrayList<>();
      for (String text : texts) {
        long seq = ++head;
        byte[] body = (seq + " " + text).getBytes(StandardCharsets.UTF_8);
        entries.add(new NewEntry(new StoredEntry(seq, 0, "ann", body, cut), room + seq, body));
        visible.add(new Entry(seq, body, cut));
      }
      LogAppend append = new LogAppend(room, head - texts.length, true, List.of(), entries);
      Appended.Done done = (Appended.Done) store.writer().append(List.of(append));
      logs.publish(done.heads().getFirst(), List.of(), visible);
      delivery.wake();
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private Subscription read(Reading reading, Subscriber subscriber, String room, long after) {
    return read(reading, subscriber, room, after, "ann");
  }

  private Subscription read(
      Reading reading, Subscriber subscriber, String room, long after, String who) {
    return attach(subscriber, hold(room), after, new Subscription.Reader(who, who, true, reading));
  }

  private Subscription readWithoutEcho(Reading reading, Subscriber subscriber) {
    return attach(subscriber, hold("r"), 0, new Subscription.Reader("ann", "ann", false, reading));
  }

  private Subscription attach(
      Subscriber subscriber, RoomLog log, long after, Subscription.Reader reader) {
    Subscription subscription = lane.attach(subscriber, log, reader);
    subscription.start(after, log.head());
    return subscription;
  }

  /** Pages come from threads of their own: waits for them. */
  private void settle() {
    for (int quiet = 0; quiet < 5; quiet++) {
      loop.settle();
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void aReaderAtTheHeadGetsEveryEntryOnceAndInOrder() {
    Reading reading = new Reading();
    read(reading, lane.subscriber(reading), "r", 0);
    say("r", "a", "b");
    say("r", "c");
    settle();
    assertThat(reading.seen).containsExactly("caughtUp 0", "1 a", "2 b", "3 c");
  }

  @Test
  void aReaderBehindCatchesUpFirstAndIsToldOnce() {
    say("r", "a", "b", "c");
    Reading reading = new Reading();
    read(reading, lane.subscriber(reading), "r", 1);
    settle();
    say("r", "d");
    settle();
    assertThat(reading.seen).containsExactly("2 b", "3 c", "caughtUp 3", "4 d");
  }

  @Test
  void aCatchUpLongerThanTheTailComesFromTheStoreWithoutAHole() {
    open(1);
    for (int i = 1; i <= 500; i++) {
      say("r", "x");
    }
    Reading reading = new Reading();
    read(reading, lane.subscriber(reading), "r", 0);
    for (int i = 0; i < 50 && reading.entries().size() < 500; i++) {
      settle();
    }
    assertThat(reading.entries())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 500).mapToObj(seq -> seq + " x").toList());
  }

  @Test
  void aSlowReaderIsGivenOneRunAtATimeAndMissesNothing() {
    Reading slow = new Reading();
    slow.slow = true;
    Subscriber subscriber = lane.subscriber(slow);
    read(slow, subscriber, "r", 0);
    for (int i = 0; i < 20; i++) {
      say("r", "a");
      settle();
    }
    assertThat(slow.entries()).containsExactly("1 a");
    slow.ready = true;
    slow.slow = false;
    subscriber.pump();
    settle();
    assertThat(slow.entries()).hasSize(20).endsWith("20 a");
  }

  @Test
  void aRunIsBoundedHoweverMuchWaits() {
    Reading slow = new Reading();
    slow.slow = true;
    String big = "y".repeat(10_000);
    say("r", big, big, big, big, big, big);
    read(slow, lane.subscriber(slow), "r", 0);
    settle();
    assertThat(slow.entries()).hasSize(3);
  }

  @Test
  void severalRoomsOfOneConnectionTakeTurns() {
    Reading slow = new Reading();
    slow.slow = true;
    Subscriber subscriber = lane.subscriber(slow);
    read(slow, subscriber, "loud", 0);
    read(slow, subscriber, "calm", 0);
    String big = "z".repeat(15_000);
    say("loud", big, big, big, big);
    say("calm", "hush");
    settle();
    slow.ready = true;
    subscriber.pump();
    settle();
    assertThat(slow.entries()).anyMatch(line -> line.equals("1 hush"));
  }

  @Test
  void afterDetachingNothingComes() {
    Reading reading = new Reading();
    Subscription subscription = read(reading, lane.subscriber(reading), "r", 0);
    lane.detach(subscription);
    say("r", "a");
    settle();
    assertThat(reading.entries()).isEmpty();
  }

  @Test
  void aCutEndsItsOwnPersonExactlyThereAndNobodyElse() {
    Reading bob = new Reading();
    Reading ann = new Reading();
    read(bob, lane.subscriber(bob), "r", 0, "bob");
    read(ann, lane.subscriber(ann), "r", 0, "ann");
    say("r", "a");
    say("r", Optional.of("bob"), "bob is out");
    say("r", "b");
    settle();
    assertThat(bob.seen).containsExactly("caughtUp 0", "1 a", "2 bob is out", "ended 2");
    assertThat(ann.seen).containsExactly("caughtUp 0", "1 a", "2 bob is out", "3 b");
  }

  @Test
  void aCutMetWhileCatchingUpFromPagesEndsItToo() {
    open(1);
    say("r", "a");
    say("r", Optional.of("bob"), "bob is out");
    for (int i = 0; i < 300; i++) {
      say("r", "later");
    }
    Reading bob = new Reading();
    read(bob, lane.subscriber(bob), "r", 0, "bob");
    settle();
    assertThat(bob.seen).containsExactly("1 a", "2 bob is out", "ended 2");
  }

  @Test
  void beingLetInAgainDoesNotReviveAnOlderCursor() {
    Reading old = new Reading();
    Reading anew = new Reading();
    read(old, lane.subscriber(old), "r", 0, "bob");
    say("r", Optional.of("bob"), "out");
    settle();
    read(anew, lane.subscriber(anew), "r", 1, "bob");
    say("r", "welcome back");
    settle();
    assertThat(old.entries()).containsExactly("1 out");
    assertThat(anew.entries()).containsExactly("2 welcome back");
  }

  @Test
  void aCutForEverybodyEndsAll() {
    Reading ann = new Reading();
    read(ann, lane.subscriber(ann), "r", 0);
    say("r", Optional.of("*"), "closed");
    say("r", "nobody hears this");
    settle();
    assertThat(ann.seen).containsExactly("caughtUp 0", "1 closed", "ended 1");
  }

  @Test
  void withEchoOffTheAckStandsInTheEntrysPlace() {
    Reading ann = new Reading();
    Subscription own = readWithoutEcho(ann, lane.subscriber(ann));
    say("r", "before");
    own.sending();
    say("r", "mine");
    say("r", "after");
    settle();
    assertThat(ann.entries()).as("held until the answer").containsExactly("1 before");
    lane.post(() -> own.answered(2, "ack 2".getBytes(StandardCharsets.UTF_8)));
    delivery.wake();
    settle();
    assertThat(ann.seen).containsExactly("caughtUp 0", "1 before", "ack 2", "3 after");
  }

  @Test
  void withEchoOffARefusedMessageLetsTheStreamGoOn() {
    Reading ann = new Reading();
    Subscription own = readWithoutEcho(ann, lane.subscriber(ann));
    own.sending();
    say("r", "from bob");
    settle();
    own.settled();
    settle();
    assertThat(ann.entries()).containsExactly("1 from bob");
  }

  @Test
  void comingAndGoingIsToldOncePerPerson() {
    Reading ann = new Reading();
    read(ann, lane.subscriber(ann), "r", 0, "Ann");
    Reading bob = new Reading();
    Subscription first = read(bob, lane.subscriber(bob), "r", 0, "Bob");
    Reading second = new Reading();
    Subscription again = read(second, lane.subscriber(second), "r", 0, "Bob");
    loop.ring();
    lane.detach(first);
    loop.ring();
    lane.detach(again);
    loop.ring();
    assertThat(ann.seen).containsExactly("caughtUp 0", "+Ann1", "+Bob2", "-Bob1");
    assertThat(delivery.userCount(hold("r"))).isEqualTo(1);
  }

  @Test
  void aBigRoomIsToldOnlyTheCount() {
    Reading first = new Reading();
    read(first, lane.subscriber(first), "r", 0, "p0");
    for (int i = 1; i <= 150; i++) {
      Reading other = new Reading();
      read(other, lane.subscriber(other), "r", 0, "p" + i);
    }
    loop.ring();
    assertThat(first.seen).containsExactly("caughtUp 0", "#151");
  }

  @Test
  void aReaderThatIsNotAtTheHeadIsNotToldWhoCame() {
    Reading slow = new Reading();
    slow.slow = true;
    read(slow, lane.subscriber(slow), "r", 0, "Ann");
    say("r", "a");
    settle();
    say("r", "b");
    settle();
    Reading bob = new Reading();
    read(bob, lane.subscriber(bob), "r", 0, "Bob");
    loop.ring();
    assertThat(slow.seen).containsExactly("caughtUp 0", "1 a");
  }
}
