package chat.parlor.bench.scenario;

import chat.parlor.bench.load.Client;
import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Seat;
import chat.parlor.bench.server.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everybody is in very many rooms, few of which move. Beside it a crowd on the same server that is
 * only in the rooms that move, and the floor: what being in quiet rooms costs a delivery.
 */
public final class ManyRooms implements Scenario {
  private static final String OPEN_ROOMS = "parlor_rooms_open";
  private static final long LEAVE_MILLIS = 60_000;

  @Override
  public String name() {
    return "many-rooms";
  }

  @Override
  public String meaning() {
    return "everybody in many rooms, few of which move: CPU per delivery beside only those few";
  }

  @Override
  public Map<Setting, String> defaults() {
    return Map.of(
        Setting.CONNECTIONS, "200",
        Setting.ROOMS, "500",
        Setting.RATE, "600",
        Setting.PAIRS, "3");
  }

  private record Lane(String name, Target target, Crowd crowd, Measuring measuring, Pace pace) {}

  @Override
  public void run(Stage stage) {
    int rooms = stage.options().rooms();
    int active = Math.min(rooms, stage.options().whole(Setting.ACTIVE));
    Target parlor = stage.parlor();
    List<Lane> lanes = new ArrayList<>();
    lanes.add(lane(stage, "parlor, %d rooms".formatted(rooms), parlor, rooms));
    lanes.add(lane(stage, "parlor, %d rooms".formatted(active), parlor, active));
    if (stage.options().floor()) {
      lanes.add(lane(stage, "floor, %d rooms".formatted(active), stage.floor(), active));
    }
    lanes.forEach(lane -> lane.measuring().warmUp(lane.pace()));
    for (int i = 0; i < stage.options().pairs(); i++) {
      for (Lane lane : lanes) {
        stage.report().add(lane.measuring().round(lane.pace()).named(lane.name()));
      }
    }
    for (Lane lane : lanes) {
      lane.crowd().requireComplete();
      stage.faults(lane.target(), lane.crowd());
    }
    String many = lanes.getFirst().name();
    for (Lane lane : lanes.subList(1, lanes.size())) {
      double ratio = stage.report().ratio(many, lane.name(), round -> round.cpuMicros());
      stage.report().figure("CPU per delivery, ratio to " + lane.name(), ratio);
    }
    leave(stage, lanes.getFirst(), rooms - active);
  }

  private static Lane lane(Stage stage, String name, Target target, int rooms) {
    Crowd crowd = stage.crowd(target, 0);
    List<Client> clients =
        stage.connect(crowd, stage.options().connections(), index -> Seat.in(index, 0, rooms));
    int active = Math.min(rooms, stage.options().whole(Setting.ACTIVE));
    Pace pace = new Pace(crowd, clients.subList(0, 1), active, stage.options().rate());
    return new Lane(name, target, crowd, new Measuring(stage, target, crowd), pace);
  }

  /** Everybody goes: until the server has let go of every room. */
  private static void leave(Stage stage, Lane lane, int closing) {
    double before = lane.target().metric(OPEN_ROOMS).orElse(0);
    double cpu = lane.target().stats().cpuSeconds();
    long begun = System.nanoTime();
    lane.crowd().leave();
    double left = before - closing;
    stage
        .generator()
        .until(() -> lane.target().metric(OPEN_ROOMS).orElse(left) <= left, LEAVE_MILLIS);
    stage.report().figure("leaving all rooms, seconds", (System.nanoTime() - begun) / 1e9);
    double used = lane.target().stats().cpuSeconds() - cpu;
    double subscriptions = stage.options().connections() * (double) stage.options().rooms();
    stage.report().figure("leaving, CPU us per subscription", used * 1e6 / subscriptions);
  }
}
