package chat.parlor.bench.scenario;

import chat.parlor.bench.load.Client;
import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Seat;
import chat.parlor.bench.report.Report;
import chat.parlor.bench.server.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Half of the members stop reading. The others' latency is compared with that of a round in which
 * everybody reads, in pairs; afterwards the stalled ones read on, and each must have everything.
 */
public final class Slow implements Scenario {
  /** So small that a client that does not read stalls the server and not the kernel. */
  private static final int SMALL_BUFFER = 8 << 10;

  private static final long CATCH_UP_MILLIS = 60_000;

  @Override
  public String name() {
    return "slow";
  }

  @Override
  public String meaning() {
    return "half of the members stalled: the p99 of the others beside that with all reading";
  }

  @Override
  public Map<Setting, String> defaults() {
    return Map.of(Setting.CONNECTIONS, "1000", Setting.RATE, "100", Setting.PAIRS, "3");
  }

  @Override
  public void run(Stage stage) {
    Target target = stage.parlor();
    Crowd crowd = stage.crowd(target, 0);
    List<Client> clients =
        stage.connect(
            crowd,
            stage.options().connections(),
            index -> {
              Seat seat = Seat.in(index, 0, 1);
              return isHealthy(index) ? seat : seat.withReceiveBuffer(SMALL_BUFFER);
            });
    Predicate<Client> healthy = client -> isHealthy(client.seat().index());
    List<Client> weak = clients.stream().filter(healthy.negate()).toList();
    Measuring measuring = new Measuring(stage, target, crowd);
    Pace pace = new Pace(crowd, clients.subList(0, 1), 1, stage.options().rate());
    measuring.warmUp(pace);
    double slowest = 0;
    long rssBefore = target.stats().rssKib();
    long rssMost = rssBefore;
    for (int i = 0; i < stage.options().pairs(); i++) {
      stage.report().add(measuring.round(pace, healthy).named("all reading"));
      weak.forEach(client -> client.reading(false));
      stage.report().add(measuring.round(pace, healthy).named("half stalled"));
      rssMost = Math.max(rssMost, target.stats().rssKib());
      long begun = System.nanoTime();
      weak.forEach(client -> client.reading(true));
      stage.generator().until(crowd::complete, CATCH_UP_MILLIS);
      slowest = Math.max(slowest, (System.nanoTime() - begun) / 1e9);
    }
    Report report = stage.report();
    report.figure(
        "healthy p99, half stalled to all reading",
        report.ratio("half stalled", "all reading", round -> round.millis(99)));
    report.figure("stalled ones complete after, seconds", slowest);
    report.figure("resident memory before, MiB", rssBefore / 1024.0);
    report.figure("resident memory at most, MiB", rssMost / 1024.0);
    crowd.requireComplete();
    stage.faults(target, crowd);
  }

  private static boolean isHealthy(int index) {
    return index % 2 == 0;
  }
}
