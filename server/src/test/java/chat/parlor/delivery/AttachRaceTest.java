package chat.parlor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.log.Entry;
import chat.parlor.log.LogOptions;
import chat.parlor.log.Logs;
import chat.parlor.log.RoomLog;
import chat.parlor.store.LogHead;
import chat.parlor.store.memory.MemoryStore;
import chat.parlor.telemetry.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A reader that attaches while two entries are published, and one that was there all the time: both
 * must get them, whatever the order.
 */
class AttachRaceTest {
  private static final int RACES = 1_000_000;
  private static final long SILENT_NANOS = 10_000_000_000L;

  /** A loop whose thread is the test's; other threads only queue. */
  private static final class SpinningLoop implements Loop {
    final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void executeAfterIo(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void schedule(Runnable task, long delayMillis) {}

    @Override
    public void flush() {}

    @Override
    public Run gather(List<byte[]> bodies) {
      return () -> {};
    }

    void turn() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  private static final class Listener implements SubscriptionListener {
    @Override
    public void caughtUp(Subscription subscription, long seq) {}

    @Override
    public void ended(Subscription subscription, long seq) {}

    @Override
    public void noticed(Subscription subscription, Change change) {}
  }

  private static final class Taking implements Sink {
    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void write(Run run) {}
  }

  @Test
  void aMillionRacesOfAttachingAndPublishingLeaveNoSilentReader() throws InterruptedException {
    Logs logs = new Logs(new MemoryStore(), LogOptions.defaults(), new Metrics());
    Delivery delivery = new Delivery(logs, new Metrics());
    SpinningLoop loop = new SpinningLoop();
    Delivery.Lane lane = delivery.lane(loop);
    RoomLog log = logs.hold("r").join();
    AtomicLong published = new AtomicLong();
    AtomicLong allowed = new AtomicLong();
    Thread writer = Thread.ofPlatform().start(() -> publish(logs, delivery, allowed, published));
    Subscription.Reader reader = new Subscription.Reader("ann", "Ann", true, new Listener());
    Taking sink = new Taking();
    Subscription resident = lane.attach(lane.subscriber(sink), log, reader);
    resident.start(0, 0);
    long silent = -1;
    for (long race = 1; race <= RACES && silent < 0; race++) {
      long last = 2 * race;
      allowed.set(last);
      Subscription subscription = lane.attach(lane.subscriber(sink), log, reader);
      subscription.start(last - 2, log.head());
      long until = System.nanoTime() + SILENT_NANOS;
      for (int spins = 0; subscription.cursor() < last || resident.cursor() < last; spins++) {
        loop.turn();
        spin(spins);
        if (published.get() >= last && System.nanoTime() - until > 0) {
          silent = race;
          break;
        }
      }
      lane.detach(subscription);
    }
    allowed.set(Long.MAX_VALUE);
    writer.join();
    assertThat(silent).as("the race whose reader never got its entry").isEqualTo(-1);
  }

  /** Where other work takes the processors, spinning on would keep the other side from running. */
  @SuppressWarnings("ThreadPriorityCheck") // it changes how fast the race is run, not who wins
  private static void spin(int spins) {
    if (spins > 500) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }

  private static void publish(
      Logs logs, Delivery delivery, AtomicLong allowed, AtomicLong published) {
    byte[] body = {'x'};
    for (long seq = 1; seq <= 2 * RACES; seq++) {
      for (int spins = 0; allowed.get() < seq; spins++) {
        spin(spins);
      }
      if (allowed.get() == Long.MAX_VALUE) {
        return;
      }
      LogHead head = new LogHead(1, "r", seq, 0, 0, true);
      logs.publish(head, List.of(), List.of(new Entry(seq, body, Optional.empty())));
      delivery.wake();
      published.set(seq);
    }
  }
}
