package chat.parlor.bench.scenario;

import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Seat;
import chat.parlor.bench.server.Target;
import java.util.Map;

/** Connections that are in a room and say nothing: what each costs in memory. */
public final class Idle implements Scenario {
  /** Came and went before anything is measured, so that code and pools are there. */
  private static final int FIRST = 500;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String meaning() {
    return "connections in one room that say nothing: heap and resident memory of each";
  }

  @Override
  public Map<Setting, String> defaults() {
    return Map.of(Setting.CONNECTIONS, "5000", Setting.RATE, "1", Setting.WARMUP, "0");
  }

  @Override
  public void run(Stage stage) {
    Target target = stage.parlor();
    if (!target.isKnown()) {
      stage.report().fault("without --pid nothing is known of the memory of a server that runs");
      return;
    }
    Crowd crowd = stage.crowd(target, 0);
    int count = stage.options().connections();
    stage.connect(crowd, Math.min(FIRST, count), index -> Seat.in(index, 0, 1));
    crowd.leave();
    stage.generator().rest(2_000);
    long heapBefore = target.liveHeapBytes().orElse(0);
    long rssBefore = target.stats().rssKib();
    stage.connect(crowd, count, index -> Seat.in(index, 0, 1));
    stage.progress().begin("idle, " + stage.options().seconds() + " s", 1);
    double cpu = target.stats().cpuSeconds();
    stage.generator().rest(stage.options().seconds() * 1_000L);
    double idleCpu = target.stats().cpuSeconds() - cpu;
    long heap = target.liveHeapBytes().orElse(0);
    long rss = target.stats().rssKib();
    stage.report().figure("heap per connection, bytes", (heap - heapBefore) / (double) count);
    stage.report().figure("resident per connection, bytes", 1024.0 * (rss - rssBefore) / count);
    stage.report().figure("heap without connections, MiB", heapBefore / 1048576.0);
    stage.report().figure("processor while idle, cores", idleCpu / stage.options().seconds());
    if (heap == 0) {
      stage.report().fault("the heap could not be read: jcmd GC.class_histogram said no total");
    }
    crowd.requireComplete();
    if (crowd.ready() != count) {
      stage.report().fault("only " + crowd.ready() + " of " + count + " are connected");
    }
    stage.faults(target, crowd);
  }
}
