package chat.parlor.bench.scenario;

import chat.parlor.bench.load.Client;
import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Generator;
import chat.parlor.bench.load.Tally;
import chat.parlor.bench.report.Round;
import chat.parlor.bench.server.ProcessStats;
import chat.parlor.bench.server.Target;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** Takes the figures of one stretch of load on one server. */
public final class Measuring {
  /** A generator that uses more of its processor than this measures itself. */
  private static final double SATURATED = 0.95;

  private static final long SECOND = 1_000_000_000L;

  private final Stage stage;
  private final Target target;
  private final Crowd crowd;

  public Measuring(Stage stage, Target target, Crowd crowd) {
    this.stage = stage;
    this.target = target;
    this.crowd = crowd;
  }

  /** Runs the load of the rounds without looking, until code is compiled and caches are warm. */
  public void warmUp(Pace pace) {
    warmUp(pace, stage.options().whole(Setting.WARMUP));
  }

  /** The same for so many seconds. */
  public void warmUp(Pace pace, int seconds) {
    if (seconds > 0) {
      stage.progress().begin(target.name() + ": warming up, " + seconds + " s", seconds * 1_000L);
      long from = System.nanoTime();
      pace.run(from, from + seconds * SECOND, stage.progress());
      drain();
    }
  }

  /** A round at a steady rate, in which the latency of all clients counts. */
  public Round round(Pace pace) {
    return round(pace, client -> true);
  }

  /** A round in which the latency of these clients counts, and only they are waited for. */
  Round round(Pace pace, Predicate<Client> counted) {
    begin();
    long from = System.nanoTime();
    long to = from + stage.options().seconds() * SECOND;
    crowd.tally().watch(from, to, counted);
    Before before = new Before(from, Tally::deliveries);
    Histogram late = pace.run(from, to, stage.progress());
    Round.Server server = before.server();
    long events = before.events();
    double share = before.share();
    double seconds = before.seconds();
    stage.generator().until(() -> isComplete(counted), patienceMillis());
    double lateMillis = late.getValueAtPercentile(99) / 1e3;
    return round(events, seconds, server, new Round.Load(share, lateMillis));
  }

  private boolean isComplete(Predicate<Client> which) {
    return crowd.clients().stream()
        .filter(which)
        .allMatch(client -> client.isClosed() || crowd.isComplete(client));
  }

  /** A round in which each client keeps its window full. */
  Round flow() {
    begin();
    long from = System.nanoTime();
    long to = from + stage.options().seconds() * SECOND;
    crowd.tally().watch(from, to, client -> false);
    Before before = new Before(from, Tally::acknowledgements);
    while (System.nanoTime() - to < 0) {
      stage.generator().turn(10);
      stage.progress().at((System.nanoTime() - from) / 1_000_000);
    }
    Round.Server server = before.server();
    long events = before.events();
    return round(events, before.seconds(), server, new Round.Load(before.share(), 0));
  }

  private void begin() {
    int seconds = stage.options().seconds();
    stage.progress().begin(target.name() + ": measuring, " + seconds + " s", seconds * 1_000L);
  }

  /** Waits for what is under way; what does not come is lost. */
  void drain() {
    stage.generator().until(crowd::complete, patienceMillis());
  }

  private long patienceMillis() {
    return stage.options().whole(Setting.PATIENCE) * 1_000L;
  }

  private Round round(long events, double seconds, Round.Server server, Round.Load load) {
    Round round =
        new Round(
            target.name(),
            events,
            seconds,
            server,
            load,
            crowd.tally().latency().copy(),
            List.of());
    return round(stage, crowd, round);
  }

  /** Adds the timeline, and a fault when the generator was at its end. */
  static Round round(Stage stage, Crowd crowd, Round round) {
    if (round.generator().share() > SATURATED) {
      String what =
          "%s: the generator was saturated (%.0f %% of a core): figures are its own as well"
              .formatted(round.target(), 100 * round.generator().share());
      if (round.target().equals("floor")) {
        stage.report().note(what); // it is what Parlor is held against, not what is judged
      } else {
        stage.report().fault(what);
      }
    }
    return round.with(
        crowd.tally().timeline().points().stream()
            .map(
                it -> new Round.Point(it.seconds(), it.p50Millis(), it.p99Millis(), it.maxMillis()))
            .toList());
  }

  /** Where everything stood when a stretch began. */
  private final class Before {
    private final ToLongFunction<Tally> counter;
    private final ProcessStats stats = target.stats();
    private final double cpu = stats.cpuSeconds();
    private final double waited = stats.waitedSeconds();
    private final long own = Generator.cpuNanos();
    private final long from;
    private final long eventsBefore;

    Before(long from, ToLongFunction<Tally> counter) {
      this.from = from;
      this.counter = counter;
      this.eventsBefore = counter.applyAsLong(crowd.tally());
    }

    Round.Server server() {
      return new Round.Server(
          stats.cpuSeconds() - cpu, stats.waitedSeconds() - waited, stats.rssKib());
    }

    long events() {
      return counter.applyAsLong(crowd.tally()) - eventsBefore;
    }

    double seconds() {
      return (System.nanoTime() - from) / 1e9;
    }

    double share() {
      return (Generator.cpuNanos() - own) / 1e9 / seconds();
    }
  }
}
