package chat.parlor.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A report as text for people. */
public final class Table {
  /** A column: its heading, and what a round has in it. */
  private record Column(String heading, String format, ToDoubleFunction<Round> value) {}

  private static final String WHOLE = "%,.0f";
  private static final String FINE = "%,.2f";

  private static final List<Column> LATENCY =
      List.of(
          new Column("p50 ms", FINE, round -> round.millis(50)),
          new Column("p90", FINE, round -> round.millis(90)),
          new Column("p99", FINE, round -> round.millis(99)),
          new Column("p99.9", FINE, round -> round.millis(99.9)),
          new Column("max", FINE, round -> round.millis(100)));

  private static final List<Column> PROCESS =
      List.of(
          new Column("CPU us each", FINE, Round::cpuMicros),
          new Column("cores", FINE, round -> round.server().cpuSeconds() / round.seconds()),
          new Column("waited", FINE, round -> round.server().waitedSeconds() / round.seconds()),
          new Column("RSS MiB", WHOLE, round -> round.server().rssKib() / 1024.0),
          new Column("load", FINE, round -> round.generator().share()),
          new Column("late ms", FINE, round -> round.generator().lateMillis()));

  private Table() {}

  /** The whole report: rounds by server, ratios to the floor, figures, and the verdict. */
  public static String of(Report report) {
    StringBuilder out = new StringBuilder();
    out.append('\n').append(report.scenario()).append(": ").append(report.conditions());
    out.append('\n').append(report.machine()).append("\n\n");
    if (!report.rounds().isEmpty()) {
      out.append(rows(report));
      int rounds = report.rounds(report.targets().getFirst()).size();
      out.append(
          """
            %s CPU and cores: the server's; waited: cores it could have used and did not get;
            load: cores the generator used; late: p99 of how late it sent what was due

          """
              .formatted(rounds == 1 ? "One round." : "Medians of " + rounds + " rounds."));
    }
    report
        .figures()
        .forEach((name, value) -> out.append("  %-44s %s\n".formatted(name, number(value))));
    out.append('\n');
    report.notes().forEach(note -> out.append("  note: ").append(note).append('\n'));
    for (String fault : report.faults()) {
      out.append("  not good: ").append(fault).append('\n');
    }
    return out.append(report.isGood() ? "good\n" : "NOT GOOD\n").toString();
  }

  private static String rows(Report report) {
    List<Column> columns = new ArrayList<>(LATENCY);
    columns.add(new Column(report.event() + "/s", WHOLE, Round::perSecond));
    columns.addAll(PROCESS);
    StringBuilder out = new StringBuilder("  %-22s".formatted(""));
    columns.forEach(it -> out.append(cell(it, it.heading())));
    out.append('\n');
    for (String target : report.targets()) {
      out.append("  %-22s".formatted(target));
      for (Column column : columns) {
        double median = report.median(target, column.value());
        out.append(cell(column, String.format(Locale.ROOT, column.format(), median)));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String cell(Column column, String text) {
    int width = Math.max(9, column.heading().length() + 2);
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  private static String number(double value) {
    boolean whole = Math.abs(value) >= 100;
    return String.format(Locale.ROOT, whole ? WHOLE : "%,.3f", value);
  }
}
