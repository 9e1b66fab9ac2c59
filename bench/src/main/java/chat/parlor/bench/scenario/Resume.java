package chat.parlor.bench.scenario;

import chat.parlor.bench.load.Client;
import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Seat;
import chat.parlor.bench.server.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All members lose their connection, miss messages, and come back at once, each with its token and
 * its number: how long until all are caught up, and how often the store was read for it.
 */
public final class Resume implements Scenario {
  private static final String READS = "parlor_page_reads_total";
  private static final int AT_ONCE = 3_000;
  private static final long PUBLISH_MILLIS = 30_000;

  @Override
  public String name() {
    return "resume";
  }

  @Override
  public String meaning() {
    return "everybody comes back at once and has missed messages: time until all are caught up";
  }

  @Override
  public Map<Setting, String> defaults() {
    return Map.of(Setting.CONNECTIONS, "15000", Setting.RATE, "1", Setting.WARMUP, "0");
  }

  /** What a client keeps while it is away. */
  private record Kept(long last, String query) {}

  @Override
  public void run(Stage stage) {
    Target target = stage.parlor();
    Crowd crowd = stage.crowd(target, 0);
    int count = stage.options().connections();
    int missed = stage.options().whole(Setting.MISSED);
    List<Kept> kept = new ArrayList<>();
    for (Client client : stage.connect(crowd, count, AT_ONCE, index -> Seat.in(index, 0, 1))) {
      kept.add(
          new Kept(client.last(0), "&token=%s&epoch=%s".formatted(client.token(), client.epoch())));
    }
    crowd.leave();
    miss(stage, crowd, missed);
    double reads = target.metric(READS).orElse(0);
    double cpu = target.stats().cpuSeconds();
    long begun = System.nanoTime();
    stage.connect(crowd, count, AT_ONCE, index -> back(index, kept.get(index)));
    double seconds = (System.nanoTime() - begun) / 1e9;
    stage.report().figure("seconds until all are caught up", seconds);
    stage.report().figure("clients", count);
    stage.report().figure("messages missed by each", missed);
    stage.report().figure("entries per second", count * (double) missed / seconds);
    stage.report().figure("reads of the store", target.metric(READS).orElse(0) - reads);
    stage.report().figure("server CPU meanwhile, seconds", target.stats().cpuSeconds() - cpu);
    crowd.requireComplete();
    stage.faults(target, crowd);
  }

  private static Seat back(int index, Kept kept) {
    return Seat.in(index, 0, 1).resuming(kept.last(), "&after=" + kept.last() + kept.query());
  }

  // Who publishes leaves as well: so nobody holds the room, and what was missed is on the disk.
  private static void miss(Stage stage, Crowd crowd, int missed) {
    stage.progress().begin("publishing " + missed + " messages to nobody", missed);
    Client sender = stage.connect(crowd, 1, index -> Seat.in(index, 0, 1)).getFirst();
    for (int i = 0; i < missed; i++) {
      crowd.publish(sender, 0, System.nanoTime());
    }
    stage.generator().until(crowd::complete, PUBLISH_MILLIS);
    stage.generator().rest(500);
    crowd.leave();
    stage.generator().rest(2_000);
  }
}
