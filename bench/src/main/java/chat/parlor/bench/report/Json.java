package chat.parlor.bench.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as JSON, for comparing runs. */
public final class Json {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

  private Json() {}

  public static String of(Report report) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("scenario", report.scenario());
    whole.put("good", report.isGood());
    whole.put("faults", report.faults());
    whole.put("notes", report.notes());
    whole.put("machine", report.machine());
    whole.put("conditions", report.conditions());
    whole.put("event", report.event());
    whole.put("rounds", report.rounds().stream().map(Json::round).toList());
    whole.put("figures", report.figures());
    return value(whole) + "\n";
  }

  private static Map<String, Object> round(Round round) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("target", round.target());
    all.put("seconds", round.seconds());
    all.put("events", round.events());
    all.put("perSecond", round.perSecond());
    all.put("measured", round.latency().getTotalCount());
    Map<String, Object> millis = new LinkedHashMap<>();
    for (double percentile : PERCENTILES) {
      millis.put(
          percentile == 100 ? "max" : "p" + Double.toString(percentile).replace(".0", ""),
          round.millis(percentile));
    }
    all.put("latencyMillis", millis);
    all.put("cpuMicrosEach", round.cpuMicros());
    all.put("cpuSeconds", round.server().cpuSeconds());
    all.put("waitedSeconds", round.server().waitedSeconds());
    all.put("rssKib", round.server().rssKib());
    all.put("generatorShare", round.generator().share());
    all.put("generatorLateMillis", round.generator().lateMillis());
    return all;
  }

  private static String value(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> text(entry.getKey().toString()) + ":" + value(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case Collection<?> many ->
          many.stream().map(Json::value).collect(Collectors.joining(",", "[", "]"));
      case Double number -> number(number);
      case Number number -> number.toString();
      case Boolean fact -> fact.toString();
      default -> text(value.toString());
    };
  }

  private static String number(double number) {
    if (!Double.isFinite(number)) {
      return "null";
    }
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : String.format(Locale.ROOT, "%.4f", number);
  }

  /** A JSON string of this text. */
  static String text(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      switch (unit) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(unit < ' ' ? String.format("\\u%04x", (int) unit) : "" + unit);
      }
    }
    return out.append('"').toString();
  }
}
