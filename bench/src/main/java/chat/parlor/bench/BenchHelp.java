package chat.parlor.bench;

import chat.parlor.bench.scenario.Scenario;
import chat.parlor.bench.scenario.Setting;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code ./parlor bench --help} says. */
final class BenchHelp {
  private BenchHelp() {}

  static String text(List<Scenario> scenarios) {
    StringBuilder out =
        new StringBuilder(
            """
            Loads a server and says how it did: latency from the moment a message was due to its
            receipt at each client's socket, what the server's process used, and whether every
            client got every message once and in order. Exit codes: 0 so it was, 1 it was not, 2
            wrong words.

              ./parlor bench SCENARIO [--option=value ...]
              ./parlor bench jmh [PATTERN ...]  the inner parts: codec, run, the writer's decision
              ./parlor bench floor [PORT]       the floor alone: a server that only sends
              ./parlor bench --help             this text

            Scenarios, with what they set by themselves:
            """);
    for (Scenario scenario : scenarios) {
      out.append("\n  %-11s %s\n".formatted(scenario.name(), scenario.meaning()));
      out.append("              ").append(settings(scenario.defaults())).append('\n');
    }
    out.append("\nOptions:\n\n");
    for (Setting setting : Setting.values()) {
      String standard = setting.standard().isEmpty() ? "" : " [" + setting.standard() + "]";
      out.append("  --%-12s %s%s\n".formatted(setting.word(), setting.meaning(), standard));
    }
    return out.toString();
  }

  private static String settings(Map<Setting, String> settings) {
    return settings.entrySet().stream()
        .filter(it -> !it.getValue().equals(it.getKey().standard()))
        .sorted(Map.Entry.comparingByKey())
        .map(it -> "--" + it.getKey().word() + "=" + it.getValue())
        .collect(Collectors.joining(" "));
  }
}
