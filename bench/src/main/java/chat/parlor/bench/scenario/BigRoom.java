package chat.parlor.bench.scenario;

import chat.parlor.bench.load.Client;
import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Seat;
import chat.parlor.bench.report.Report;
import chat.parlor.bench.report.Round;
import chat.parlor.bench.server.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All in one room, one of them talks. Also the burst, which is the same at a higher rate. */
public final class BigRoom implements Scenario {
  private final String name;
  private final String rate;

  public BigRoom(String name, String rate) {
    this.name = name;
    this.rate = rate;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String meaning() {
    return "one room, %s messages a second to all members: latency and CPU per delivery"
        .formatted(rate);
  }

  @Override
  public Map<Setting, String> defaults() {
    return Map.of(Setting.CONNECTIONS, "1000", Setting.RATE, rate);
  }

  /** A server with its crowd and the load on it. */
  private record Lane(Target target, Crowd crowd, Measuring measuring, Pace pace) {}

  @Override
  public void run(Stage stage) {
    List<Lane> lanes = new ArrayList<>();
    lanes.add(lane(stage, stage.parlor()));
    if (stage.options().floor()) {
      lanes.add(lane(stage, stage.floor()));
    }
    for (Lane lane : lanes) {
      lane.measuring().warmUp(lane.pace());
    }
    for (int i = 0; i < stage.options().pairs(); i++) {
      for (Lane lane : lanes) {
        stage.report().add(lane.measuring().round(lane.pace()));
      }
    }
    for (Lane lane : lanes) {
      lane.crowd().requireComplete();
      stage.faults(lane.target(), lane.crowd());
    }
    ratios(stage.report());
  }

  private static Lane lane(Stage stage, Target target) {
    Crowd crowd = stage.crowd(target, 0);
    List<Client> clients =
        stage.connect(crowd, stage.options().connections(), index -> Seat.in(index, 0, 1));
    Pace pace = new Pace(crowd, clients.subList(0, 1), 1, stage.options().rate());
    return new Lane(target, crowd, new Measuring(stage, target, crowd), pace);
  }

  /** How Parlor stands to the floor, where both were measured. */
  static void ratios(Report report) {
    if (report.targets().contains("floor")) {
      report.figure("CPU per event, ratio to the floor", of(report, Round::cpuMicros));
      report.figure("p50, ratio to the floor", of(report, round -> round.millis(50)));
      report.figure("p99, ratio to the floor", of(report, round -> round.millis(99)));
    }
  }

  private static double of(Report report, ToDoubleFunction<Round> figure) {
    return report.ratio("parlor", "floor", figure);
  }
}
