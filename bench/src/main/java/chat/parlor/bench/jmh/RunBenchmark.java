package chat.parlor.bench.jmh;

import chat.parlor.delivery.Change;
import chat.parlor.delivery.Delivery;
import chat.parlor.delivery.Loop;
import chat.parlor.delivery.Run;
import chat.parlor.delivery.Sink;
import chat.parlor.delivery.Subscriber;
import chat.parlor.delivery.Subscription;
import chat.parlor.delivery.SubscriptionListener;
import chat.parlor.log.Entry;
import chat.parlor.log.LogOptions;
import chat.parlor.log.Logs;
import chat.parlor.log.RoomLog;
import chat.parlor.store.LogHead;
import chat.parlor.store.memory.MemoryStore;
import chat.parlor.telemetry.Metrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A commit on its way to 1,000 members, without sockets: the run is gathered once, every cursor
 * moves. Divide by the members for what a delivery costs above its write.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RunBenchmark {
  private static final int BODY_BYTES = 280;

  @Param("1000")
  private int members;

  /** Entries in the commit. */
  @Param({"1", "10"})
  private int entries;

  private final Metrics metrics = new Metrics();
  private final Logs logs = new Logs(new MemoryStore(), LogOptions.defaults(), metrics);
  private final Delivery delivery = new Delivery(logs, metrics);
  private final StepLoop loop = new StepLoop();
  private final Counting counting = new Counting();
  private long head;

  /** Runs what it is given when it is told to. */
  private static final class StepLoop implements Loop {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(64 << 10);

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void executeAfterIo(Runnable task) {
      tasks.add(task);
    }

    /** Notices of who came: not what is measured. */
    @Override
    public void schedule(Runnable task, long delayMillis) {}

    @Override
    public void flush() {}

    @Override
    public Run gather(List<byte[]> bodies) {
      buffer.clear();
      for (byte[] body : bodies) {
        buffer.writeByte(0x81).writeByte(126).writeShort(body.length).writeBytes(body);
      }
      return () -> {};
    }

    void settle() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  /** Every member: takes runs at once. */
  private static final class Counting implements Sink, SubscriptionListener {
    private long runs;

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void write(Run run) {
      runs++;
    }

    @Override
    public void caughtUp(Subscription subscription, long seq) {}

    @Override
    public void ended(Subscription subscription, long seq) {}

    @Override
    public void noticed(Subscription subscription, Change change) {}
  }

  /** Everybody attaches. */
  @Setup
  public void attach() {
    Delivery.Lane lane = delivery.lane(loop);
    RoomLog log = logs.hold("tea").join();
    for (int i = 0; i < members; i++) {
      Subscriber subscriber = lane.subscriber(counting);
      String who = "u" + i;
      lane.attach(subscriber, log, new Subscription.Reader(who, who, true, counting)).start(0, 0);
    }
    loop.settle();
  }

  @Benchmark
  public long commitToAllMembers() {
    List<Entry> commit = new ArrayList<>(entries);
    for (int i = 0; i < entries; i++) {
      commit.add(new Entry(++head, new byte[BODY_BYTES], Optional.empty()));
    }
    logs.publish(new LogHead(1, "tea", head, 0, 0, true), List.of(), commit);
    delivery.wake();
    loop.settle();
    return counting.runs;
  }
}
