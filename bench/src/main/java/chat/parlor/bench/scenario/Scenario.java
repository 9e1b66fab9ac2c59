package chat.parlor.bench.scenario;

import java.util.Map;

/** One way of loading a server. */
public interface Scenario {

  /** Its name on the command line. */
  String name();

  /** What it measures, in one line. */
  String meaning();

  /** What is counted, in the plural. */
  default String event() {
    return "deliveries";
  }

  /** Its own values of options. */
  Map<Setting, String> defaults();

  /** Runs it; what it finds goes into the report of the stage. */
  void run(Stage stage);
}
