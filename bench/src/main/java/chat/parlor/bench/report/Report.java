package chat.parlor.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a scenario found. It is good only when nothing was wrong: no connection dropped, no message
 * lost or doubled, the load itself not at its end.
 */
public final class Report {
  private static final int FAULTS_MOST = 20;

  /** A generator later than this had no processor when it needed one. */
  private static final double LATE_MILLIS = 10;

  private final String scenario;
  private final String machine;
  private final Map<String, String> conditions;
  private final String event;
  private final List<Round> rounds = new ArrayList<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * An empty one.
   *
   * @param conditions the options it was run with
   * @param event what is counted, in the plural: deliveries, acknowledgements
   */
  public Report(String scenario, String machine, Map<String, String> conditions, String event) {
    this.scenario = scenario;
    this.machine = machine;
    this.conditions = conditions;
    this.event = event;
  }

  public String scenario() {
    return scenario;
  }

  public String machine() {
    return machine;
  }

  public Map<String, String> conditions() {
    return conditions;
  }

  public String event() {
    return event;
  }

  public void add(Round round) {
    rounds.add(round);
  }

  /** A figure that is not in a round; its name ends with its unit. */
  public void figure(String name, double value) {
    figures.put(name, value);
  }

  public void fault(String what) {
    if (faults.size() < FAULTS_MOST) {
      faults.add(what);
    }
  }

  /** Something to know that does not make the run bad. */
  public void note(String what) {
    if (!notes.contains(what)) {
      notes.add(what);
    }
  }

  /** What to know beside the verdict: what was noted, and who was held up by other work. */
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    for (String target : targets()) {
      double late = median(target, round -> round.generator().lateMillis());
      if (late > LATE_MILLIS) {
        all.add(
            "%s: the generator sent %.0f ms late (p99): other work has held it up"
                .formatted(target, late));
      }
    }
    return all;
  }

  public boolean isGood() {
    return faults.isEmpty();
  }

  public List<String> faults() {
    return faults;
  }

  public List<Round> rounds() {
    return rounds;
  }

  public Map<String, Double> figures() {
    return figures;
  }

  /** The servers, in the order in which they were first measured. */
  public List<String> targets() {
    return rounds.stream().map(Round::target).distinct().toList();
  }

  public List<Round> rounds(String target) {
    return rounds.stream().filter(round -> round.target().equals(target)).toList();
  }

  /** The median over the rounds of one server. */
  public double median(String target, ToDoubleFunction<Round> figure) {
    return median(rounds(target).stream().mapToDouble(figure).toArray());
  }

  /** The median of the ratios of rounds that stand beside each other. */
  public double ratio(String target, String base, ToDoubleFunction<Round> figure) {
    List<Round> ours = rounds(target);
    List<Round> theirs = rounds(base);
    int pairs = Math.min(ours.size(), theirs.size());
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i));
    }
    return median(ratios);
  }

  /** The median; NaN of nothing. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
