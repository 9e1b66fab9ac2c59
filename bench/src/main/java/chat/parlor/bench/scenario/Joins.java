package chat.parlor.bench.scenario;

import chat.parlor.bench.load.Client;
import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Generator;
import chat.parlor.bench.load.Seat;
import chat.parlor.bench.report.Round;
import chat.parlor.bench.server.ProcessStats;
import chat.parlor.bench.server.Target;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * People come, are in a room, and go again, so many of them on their way in at once: connection,
 * handshake and join as one. Latency is from the connection's begin to {@code caughtUp}.
 */
public final class Joins implements Scenario {
  private static final long SECOND = 1_000_000_000L;

  @Override
  public String name() {
    return "joins";
  }

  @Override
  public String meaning() {
    return "clients that connect, join a room and go, --window at a time: joins/s";
  }

  @Override
  public String event() {
    return "joins";
  }

  @Override
  public Map<Setting, String> defaults() {
    return Map.of(
        Setting.CONNECTIONS, "500",
        Setting.RATE, "1",
        Setting.ROOMS, "20",
        Setting.WINDOW, "32",
        Setting.WARMUP, "10");
  }

  @Override
  public void run(Stage stage) {
    Target target = stage.parlor();
    Crowd crowd = stage.crowd(target, 0);
    Coming coming = new Coming(stage, crowd);
    int warmup = stage.options().whole(Setting.WARMUP);
    stage.progress().begin("warming up, " + warmup + " s", warmup);
    coming.run(System.nanoTime() + warmup * SECOND);
    for (int i = 0; i < stage.options().pairs(); i++) {
      stage.progress().begin("measuring, " + stage.options().seconds() + " s", 1);
      stage.report().add(round(stage, target, coming));
    }
    crowd.leave();
    stage.faults(target, crowd);
  }

  private static Round round(Stage stage, Target target, Coming coming) {
    Crowd crowd = coming.crowd;
    long from = System.nanoTime();
    long to = from + stage.options().seconds() * SECOND;
    crowd.tally().watch(from, to, client -> true);
    ProcessStats stats = target.stats();
    double cpu = stats.cpuSeconds();
    double waited = stats.waitedSeconds();
    long own = Generator.cpuNanos();
    long before = coming.joined;
    coming.run(to);
    double seconds = (System.nanoTime() - from) / 1e9;
    double share = (Generator.cpuNanos() - own) / 1e9 / seconds;
    return Measuring.round(
        stage,
        crowd,
        new Round(
            target.name(),
            coming.joined - before,
            seconds,
            new Round.Server(
                stats.cpuSeconds() - cpu, stats.waitedSeconds() - waited, stats.rssKib()),
            new Round.Load(share, 0),
            crowd.tally().latency().copy(),
            List.of()));
  }

  /** Who is on the way in, and who is in: when those are many, the longest there goes. */
  private static final class Coming {
    private final Stage stage;
    private final Crowd crowd;
    private final ArrayDeque<Client> entering = new ArrayDeque<>();
    private final ArrayDeque<Client> inside = new ArrayDeque<>();
    private int opened;
    private long joined;

    Coming(Stage stage, Crowd crowd) {
      this.stage = stage;
      this.crowd = crowd;
    }

    void run(long until) {
      int window = Math.max(1, stage.options().whole(Setting.WINDOW));
      while (System.nanoTime() - until < 0) {
        while (entering.size() < window) {
          entering.add(crowd.open(Seat.in(opened, opened % stage.options().rooms(), 1)));
          opened++;
        }
        stage.generator().turn(1);
        settle();
      }
    }

    private void settle() {
      for (int i = entering.size(); i > 0; i--) {
        Client client = entering.remove();
        if (client.isReady()) {
          joined++;
          inside.add(client);
        } else if (!client.isClosed()) {
          entering.add(client);
        }
      }
      while (inside.size() > stage.options().connections()) {
        inside.remove().leave();
      }
      if (crowd.clients().size() > 4 * stage.options().connections() + 1_000) {
        crowd.forgetClosed();
      }
    }
  }
}
