package chat.parlor.bench.jmh;

import chat.parlor.filter.Filter;
import chat.parlor.filter.FilterOptions;
import chat.parlor.log.LogOptions;
import chat.parlor.log.Logs;
import chat.parlor.room.Post;
import chat.parlor.room.RoomOptions;
import chat.parlor.room.RoomWriter;
import chat.parlor.store.memory.MemoryStore;
import chat.parlor.telemetry.Metrics;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The writer without a disk: a message goes into the mailbox, is decided against the room and the
 * keys, encoded, kept in a map, made visible and answered. The store in memory is part of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WriterBenchmark {
  private static final int AT_ONCE = 500;
  private static final String TEXT = "x".repeat(100);

  /** Whether messages have an id, which is looked up and remembered with the text's MAC. */
  @Param({"true", "false"})
  private boolean keyed;

  private @Nullable RoomWriter writer;
  private long sent;

  /** A new store each time: it grows. */
  @Setup(Level.Iteration)
  public void open() {
    MemoryStore store = new MemoryStore();
    Metrics metrics = new Metrics();
    writer =
        new RoomWriter(
            store,
            new Logs(store, LogOptions.defaults(), metrics),
            Filter.of(FilterOptions.none()),
            RoomOptions.defaults(),
            new RoomWriter.Environment(
                InstantSource.system(), head -> {}, () -> {}, () -> {}, metrics));
  }

  @TearDown(Level.Iteration)
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }

  @Benchmark
  @OperationsPerInvocation(AT_ONCE)
  public void decideStoreAnswer() throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(AT_ONCE);
    for (int i = 0; i < AT_ONCE; i++) {
      Optional<String> key = keyed ? Optional.of("0198c5b2-7a4e-" + ++sent) : Optional.empty();
      Post post =
          new Post(
              new Post.Target.Open("tea"),
              "g-7f3a0011223344",
              "张三",
              TEXT,
              key,
              OptionalLong.empty(),
              outcome -> answered.countDown());
      if (writer == null || !writer.submit(post)) {
        throw new IllegalStateException("the mailbox is full");
      }
    }
    answered.await();
  }
}
