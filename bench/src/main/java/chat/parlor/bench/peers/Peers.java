package chat.parlor.bench.peers;

import chat.parlor.bench.load.Client;
import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Dialect;
import chat.parlor.bench.load.ParlorDialect;
import chat.parlor.bench.load.Seat;
import chat.parlor.bench.report.Round;
import chat.parlor.bench.scenario.Measuring;
import chat.parlor.bench.scenario.Options;
import chat.parlor.bench.scenario.Pace;
import chat.parlor.bench.scenario.Scenario;
import chat.parlor.bench.scenario.Setting;
import chat.parlor.bench.scenario.Stage;
import chat.parlor.bench.server.StartedServer;
import chat.parlor.bench.server.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All servers one after the other, each alone on its processor and warm: everybody in one room, at
 * a low and at a high rate. The run is good when Parlor's part is: how the others did is what it
 * finds out.
 */
public final class Peers implements Scenario {
  /** After connecting: subscriptions that are not answered have been made by then. */
  private static final int SETTLE_MILLIS = 1_500;

  private static final int BUSY_WARMUP_SECONDS = 5;

  /** Sent later than this (p99), messages come in lumps, and a lump is cheaper to deliver. */
  private static final double HELD_UP_MILLIS = 10;

  private static final int TRIES = 4;

  private final Path home;

  /**
   * The peers.
   *
   * @param home the folder of the checkout: sources are read, documents written below it
   */
  public Peers(Path home) {
    this.home = home;
  }

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public String meaning() {
    return "what people would use instead, beside Parlor: writes docs/internals/peers.*";
  }

  @Override
  public Map<Setting, String> defaults() {
    return Map.of(
        Setting.RATE, "50",
        Setting.WARMUP, "15",
        Setting.SECONDS, "8",
        Setting.PATIENCE, "10",
        Setting.PIN, "yes");
  }

  @Override
  public void run(Stage stage) {
    PeerBuild build = new PeerBuild(home);
    for (Peer peer : Peer.values()) {
      stage.progress().begin("building " + peer.title(), 1);
      build.build(peer);
    }
    List<Standing> all = new ArrayList<>();
    all.add(one(stage, stage.floor(), "floor", parlors(stage.options())));
    Standing parlor = one(stage, stage.parlor(), "Parlor", parlors(stage.options()));
    all.add(parlor);
    for (Peer peer : Peer.values()) {
      Target target =
          stage.start(
              new StartedServer.Start(
                  peer.title(), build.command(peer), List.of(), stage.serverCore(), "{data}"));
      String name = peer.title() + " " + peer.version(build.peers());
      all.add(one(stage, target, name, peer.dialect()));
    }
    if (!parlor.isGood()) {
      stage.report().fault("Parlor: " + parlor.verdict());
    }
    try {
      PeerPages.write(home.resolve("docs/internals"), stage.report(), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dialect parlors(Options options) {
    return new ParlorDialect(options.keys());
  }

  private static Standing one(Stage stage, Target target, String name, Dialect dialect) {
    try (target) {
      Options options = stage.options();
      Crowd crowd = stage.crowd(target, dialect, 0);
      List<Client> clients =
          stage.connect(crowd, options.connections(), index -> Seat.in(index, 0, 1));
      stage.generator().rest(SETTLE_MILLIS);
      Measuring measuring = new Measuring(stage, target, crowd);
      double burst = options.whole(Setting.BURST);
      Pace slow = new Pace(crowd, clients.subList(0, 1), 1, options.rate());
      Pace fast = new Pace(crowd, clients.subList(0, 1), 1, burst);
      measuring.warmUp(slow);
      Round quiet = calm(crowd, measuring, slow).named(name);
      stage.report().add(quiet);
      measuring.warmUp(fast, BUSY_WARMUP_SECONDS);
      Round busy = calm(crowd, measuring, fast).named(name);
      stage.report().add(busy.named(name + ", busy"));
      double members = (double) options.seconds() * options.connections();
      Standing standing =
          new Standing(
              name,
              quiet,
              busy,
              new Standing.Due(options.rate() * members, burst * members),
              new Standing.End(crowd.disorders(), crowd.dropped(), crowd.complete()));
      crowd.leave();
      return standing;
    }
  }

  /** Again, while other work holds up the load and nothing is left over from the last round. */
  private static Round calm(Crowd crowd, Measuring measuring, Pace pace) {
    Round best = measuring.round(pace);
    for (int tries = 1; tries < TRIES && isHeldUp(best) && crowd.complete(); tries++) {
      Round again = measuring.round(pace);
      if (again.generator().lateMillis() < best.generator().lateMillis()) {
        best = again;
      }
    }
    return best;
  }

  private static boolean isHeldUp(Round round) {
    return round.generator().lateMillis() > HELD_UP_MILLIS;
  }
}
