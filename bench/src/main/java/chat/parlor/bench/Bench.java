package chat.parlor.bench;

import chat.parlor.bench.floor.Floor;
import chat.parlor.bench.peers.Peers;
import chat.parlor.bench.report.Json;
import chat.parlor.bench.report.LatencyPicture;
import chat.parlor.bench.report.Report;
import chat.parlor.bench.report.Table;
import chat.parlor.bench.scenario.BigRoom;
import chat.parlor.bench.scenario.Idle;
import chat.parlor.bench.scenario.Joins;
import chat.parlor.bench.scenario.ManyRooms;
import chat.parlor.bench.scenario.Options;
import chat.parlor.bench.scenario.Publish;
import chat.parlor.bench.scenario.Resume;
import chat.parlor.bench.scenario.Scenario;
import chat.parlor.bench.scenario.Slow;
import chat.parlor.bench.scenario.Stage;
import chat.parlor.bench.server.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code ./parlor bench SCENARIO}. Exit codes: 0 for a good run, 1 for one that is not (a
 * connection dropped, a message lost or doubled, the generator at its end), 2 for wrong words.
 */
public final class Bench {
  static final List<Scenario> SCENARIOS =
      List.of(
          new BigRoom("big-room", "50"),
          new BigRoom("burst", "2000"),
          new Publish(),
          new Idle(),
          new Slow(),
          new Resume(),
          new ManyRooms(),
          new Joins(),
          new Peers(home()));

  private static final int NOT_GOOD = 1;
  private static final int WRONG_WORDS = 2;

  private Bench() {}

  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    String first = words.isEmpty() ? "--help" : words.getFirst();
    switch (first) {
      case "--help", "help" -> System.out.print(BenchHelp.text(SCENARIOS));
      case "floor" -> Floor.run(words.size() > 1 ? Integer.parseInt(words.get(1)) : 0);
      case "jmh" -> JmhRun.of(words.subList(1, words.size()));
      default -> System.exit(run(words, programs()));
    }
  }

  /** Runs a scenario and returns the exit code. */
  static int run(List<String> words, Stage.Programs programs) throws IOException {
    Optional<Scenario> scenario =
        SCENARIOS.stream().filter(it -> it.name().equals(words.getFirst())).findFirst();
    if (scenario.isEmpty()) {
      System.err.println(
          "there is no scenario " + words.getFirst() + "; see ./parlor bench --help");
      return WRONG_WORDS;
    }
    Options options;
    try {
      options = Options.of(words.subList(1, words.size()), scenario.get().defaults());
    } catch (Options.WrongOption e) {
      System.err.println(e.getMessage());
      return WRONG_WORDS;
    }
    if (options.pin()) {
      pinSelf();
    }
    Report report = run(scenario.get(), options, programs);
    System.out.print(Table.of(report));
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), Json.of(report));
    }
    if (options.svg().isPresent() && !report.rounds().isEmpty()) {
      Files.writeString(options.svg().get(), LatencyPicture.of(report));
    }
    return report.isGood() ? 0 : NOT_GOOD;
  }

  private static Report run(Scenario scenario, Options options, Stage.Programs programs) {
    Report report =
        new Report(scenario.name(), Machine.description(), options.conditions(), scenario.event());
    try (Stage stage = new Stage(options, programs, report)) {
      scenario.run(stage);
    } catch (IllegalStateException e) {
      report.fault(String.valueOf(e.getMessage()));
    }
    return report;
  }

  /** The load on the second processor, with all threads that this process has by now. */
  private static void pinSelf() throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    try {
      new ProcessBuilder("taskset", "-a", "-c", "-p", "1", pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The checkout, which the script stands in. */
  private static Path home() {
    String script = System.getProperty("parlor.script", "../parlor");
    return Path.of(script).toAbsolutePath().resolveSibling(".").normalize();
  }

  /** As the script starts them; where there is none, from this program's own class path. */
  static Stage.Programs programs() {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"));
    String script = System.getProperty("parlor.script", "");
    return new Stage.Programs(
        script.isEmpty() ? with(java, "chat.parlor.Main", "serve") : List.of(script, "serve"),
        with(java, Bench.class.getName(), "floor"));
  }

  private static List<String> with(List<String> command, String... more) {
    return Stream.concat(command.stream(), List.of(more).stream()).toList();
  }
}
