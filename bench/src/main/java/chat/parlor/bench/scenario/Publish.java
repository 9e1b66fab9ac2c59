package chat.parlor.bench.scenario;

import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Seat;
import chat.parlor.bench.report.Round;
import chat.parlor.bench.server.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many senders, each in a room with nobody else, each with a window of messages that are not
 * acknowledged yet: how many durable messages a second. A closed loop: latency is that of the
 * window, from sending to the ack.
 */
public final class Publish implements Scenario {
  private static final String STORED = "parlor_messages_stored_total";
  private static final String BATCHES = "parlor_writer_batch_entries_count";

  @Override
  public String name() {
    return "publish";
  }

  @Override
  public String meaning() {
    return "senders with a window of unacknowledged messages: acknowledged durable messages/s";
  }

  @Override
  public String event() {
    return "acks";
  }

  @Override
  public Map<Setting, String> defaults() {
    return Map.of(Setting.CONNECTIONS, "64", Setting.RATE, "1");
  }

  private record Lane(Target target, Crowd crowd, Measuring measuring) {}

  @Override
  public void run(Stage stage) {
    List<Lane> lanes = new ArrayList<>();
    Lane parlor = lane(stage, stage.parlor());
    lanes.add(parlor);
    if (stage.options().floor()) {
      lanes.add(lane(stage, stage.floor()));
    }
    fill(stage, parlor);
    for (Lane lane : lanes) {
      warmUp(stage, lane);
    }
    double batches = metric(parlor, BATCHES);
    double stored = metric(parlor, STORED);
    for (int i = 0; i < stage.options().pairs(); i++) {
      for (Lane lane : lanes) {
        lane.crowd().flowing(true);
        Round round = lane.measuring().flow();
        lane.crowd().flowing(false);
        lane.measuring().drain();
        stage.report().add(round);
      }
    }
    double made = metric(parlor, BATCHES) - batches;
    if (made > 0) {
      stage.report().figure("messages per transaction", (metric(parlor, STORED) - stored) / made);
      double seconds = stage.options().seconds() * (double) stage.options().pairs();
      stage.report().figure("transactions (syncs) per second", made / seconds);
    }
    stage.report().figure("rows in the store at the end", metric(parlor, STORED));
    for (Lane lane : lanes) {
      lane.crowd().requireComplete();
      stage.faults(lane.target(), lane.crowd());
    }
    BigRoom.ratios(stage.report());
  }

  private static Lane lane(Stage stage, Target target) {
    Crowd crowd = stage.crowd(target, Math.max(1, stage.options().whole(Setting.WINDOW)));
    stage.connect(crowd, stage.options().connections(), index -> Seat.in(index, index, 1));
    return new Lane(target, crowd, new Measuring(stage, target, crowd));
  }

  private static double metric(Lane lane, String name) {
    return lane.target().metric(name).orElse(0);
  }

  /** Stores messages until the store has as many as were asked for. */
  private static void fill(Stage stage, Lane parlor) {
    int rows = stage.options().whole(Setting.ROWS);
    if (rows == 0) {
      return;
    }
    stage.progress().begin("storing " + rows + " messages first", rows);
    Crowd crowd = parlor.crowd();
    long before = crowd.tally().acknowledgements();
    crowd.flowing(true);
    while (crowd.tally().acknowledgements() - before < rows && crowd.ready() > 0) {
      stage.generator().turn(10);
      stage.progress().at(crowd.tally().acknowledgements() - before);
    }
    crowd.flowing(false);
    parlor.measuring().drain();
  }

  private static void warmUp(Stage stage, Lane lane) {
    int seconds = stage.options().whole(Setting.WARMUP);
    stage.progress().begin(lane.target().name() + ": warming up, " + seconds + " s", seconds);
    lane.crowd().flowing(true);
    stage.generator().rest(seconds * 1_000L);
    lane.crowd().flowing(false);
    lane.measuring().drain();
  }
}
