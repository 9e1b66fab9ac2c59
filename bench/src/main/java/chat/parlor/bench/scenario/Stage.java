package chat.parlor.bench.scenario;

import chat.parlor.bench.load.Client;
import chat.parlor.bench.load.Crowd;
import chat.parlor.bench.load.Dialect;
import chat.parlor.bench.load.Generator;
import chat.parlor.bench.load.ParlorDialect;
import chat.parlor.bench.load.Seat;
import chat.parlor.bench.report.Report;
import chat.parlor.bench.server.Machine;
import chat.parlor.bench.server.StartedServer;
import chat.parlor.bench.server.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/** What a scenario plays on: servers, crowds, progress, the report. */
public final class Stage implements AutoCloseable {
  /** Connections that are being made at once: below what servers let wait. */
  private static final int CONNECTING_AT_ONCE = 500;

  private static final long CONNECT_MILLIS = 120_000;

  /** Files that a process has open besides sockets. */
  private static final int OTHER_FILES = 200;

  private final Options options;
  private final Programs programs;
  private final Report report;
  private final Generator generator = new Generator();
  private final Progress progress = new Progress();
  private final List<Target> targets = new ArrayList<>();
  private int crowds;

  public Stage(Options options, Programs programs, Report report) {
    this.options = options;
    this.programs = programs;
    this.report = report;
  }

  /**
   * How servers are started here.
   *
   * @param parlor the command of {@code parlor serve}, without its options
   * @param floor the command of the floor
   */
  public record Programs(List<String> parlor, List<String> floor) {}

  public Options options() {
    return options;
  }

  public Generator generator() {
    return generator;
  }

  public Report report() {
    return report;
  }

  public Progress progress() {
    return progress;
  }

  /** Parlor: the one that runs, or one that is started with all limits off. */
  public Target parlor() {
    if (options.url().isPresent()) {
      return keep(Target.running(options.url().get(), options.pid()));
    }
    progress.begin("starting the server", 1);
    return start("parlor", programs.parlor(), parlorOptions());
  }

  private List<String> parlorOptions() {
    return List.of(
        "--port=0",
        "--data={data}/data",
        "--store=" + options.store(),
        "--limits.messagesPerSecond=0",
        "--limits.connectionsPerAddress=0",
        "--limits.joinsPerMinute=0",
        "--limits.newRoomsPerMinute=0");
  }

  /** The floor, started. */
  public Target floor() {
    return start("floor", programs.floor(), List.of());
  }

  private Target start(String name, List<String> command, List<String> arguments) {
    return start(new StartedServer.Start(name, command, arguments, serverCore(), "{data}"));
  }

  /** Starts another server; it is ended with the stage. */
  public Target start(StartedServer.Start how) {
    return keep(StartedServer.start(how));
  }

  /** Where servers run when they are pinned. */
  public OptionalLong serverCore() {
    return options.pin() ? OptionalLong.of(0) : OptionalLong.empty();
  }

  private Target keep(Target target) {
    targets.add(target);
    return target;
  }

  /** A crowd of Parlor's clients, in rooms of its own. */
  public Crowd crowd(Target target, int window) {
    return crowd(target, new ParlorDialect(options.keys()), window);
  }

  /** A crowd that speaks otherwise. */
  public Crowd crowd(Target target, Dialect dialect, int window) {
    String rooms = "b" + Long.toString(System.currentTimeMillis(), 36) + crowds++ + "-";
    return new Crowd(
        generator,
        target.address(),
        dialect,
        rooms,
        new Crowd.Size(window, options.whole(Setting.PAYLOAD)));
  }

  /** Connects clients, some hundreds at once, and waits until each is in all of its rooms. */
  public List<Client> connect(Crowd crowd, int count, IntFunction<Seat> seats) {
    return connect(crowd, count, CONNECTING_AT_ONCE, seats);
  }

  /** The same, with so many of them being connected at once. */
  public List<Client> connect(Crowd crowd, int count, int atOnce, IntFunction<Seat> seats) {
    requireDescriptors(crowd.clients().size() + count);
    progress.begin("connecting " + count, count);
    List<Client> clients = new ArrayList<>(count);
    int readyBefore = crowd.ready();
    int droppedBefore = crowd.dropped();
    boolean all =
        generator.until(
            () -> {
              int over = crowd.ready() - readyBefore + crowd.dropped() - droppedBefore;
              while (clients.size() < count && clients.size() - over < atOnce) {
                clients.add(crowd.open(seats.apply(clients.size())));
              }
              progress.at(over);
              return over == count;
            },
            CONNECT_MILLIS);
    if (!all) {
      crowd.fault("only %d of %d clients are in".formatted(crowd.ready() - readyBefore, count));
    }
    return clients;
  }

  private static void requireDescriptors(int sockets) {
    long most = Machine.descriptors() - OTHER_FILES;
    if (sockets > most) {
      throw new IllegalStateException(
          "%d connections are more than one process may have open here (%d); see ulimit -n"
              .formatted(sockets, most));
    }
  }

  /** Writes down what a crowd found wrong, by the name of its server. */
  public void faults(Target target, Crowd crowd) {
    crowd.faults().forEach(fault -> report.fault(target.name() + ": " + fault));
  }

  @Override
  public void close() {
    progress.close();
    generator.close();
    targets.forEach(Target::close);
  }
}
