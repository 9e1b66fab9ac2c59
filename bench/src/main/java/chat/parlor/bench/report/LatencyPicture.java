package chat.parlor.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Latency over time: for each server the rounds one after the other, the 99th percentile as a line
 * and the median as a dotted one, on a logarithmic scale.
 */
public final class LatencyPicture {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 360;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 56;
  private static final int BOTTOM = 44;
  private static final int LEGEND = 180;
  private static final int TICKS_OF_TIME = 8;

  private final Report report;
  private final double seconds;
  private final double least;
  private final double most;

  private LatencyPicture(Report report) {
    this.report = report;
    this.seconds =
        report.targets().stream()
            .mapToDouble(it -> report.rounds(it).stream().mapToDouble(Round::seconds).sum())
            .max()
            .orElse(1);
    this.least = Math.pow(10, Math.floor(Math.log10(extreme(true))));
    this.most = Math.pow(10, Math.ceil(Math.log10(Math.max(extreme(false), least * 1.01))));
  }

  private double extreme(boolean smallest) {
    var values =
        report.rounds().stream()
            .flatMap(round -> round.timeline().stream())
            .mapToDouble(point -> smallest ? point.p50Millis() : point.p99Millis());
    double found = (smallest ? values.min() : values.max()).orElse(1);
    return Math.max(found, 0.01);
  }

  /** The picture as SVG. */
  public static String of(Report report) {
    return new LatencyPicture(report).draw();
  }

  private String draw() {
    String title = report.scenario() + ": latency over time, p99 (dotted: p50)";
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    svg.text(LEFT, 24, "class=\"title\"", title);
    grid(svg);
    List<String> targets = report.targets();
    for (int i = 0; i < targets.size(); i++) {
      String colour = Svg.colour(i);
      draw(svg, targets.get(i), "line " + colour, Round.Point::p99Millis);
      draw(svg, targets.get(i), "line thin " + colour, Round.Point::p50Millis);
      svg.bar(colour, LEFT + LEGEND * i, 34, 12);
      svg.text(LEFT + LEGEND * i + 18, 44, "", targets.get(i));
    }
    return svg.toString();
  }

  private void grid(Svg svg) {
    for (double value = least; value <= most * 1.001; value *= 10) {
      svg.line(LEFT, y(value), WIDTH - RIGHT, y(value));
      String label = String.format(Locale.ROOT, value < 1 ? "%.2f ms" : "%,.0f ms", value);
      svg.text(LEFT - 8, y(value) + 4, "text-anchor=\"end\" class=\"faint\"", label);
    }
    for (int i = 0; i <= TICKS_OF_TIME; i++) {
      double at = seconds * i / TICKS_OF_TIME;
      String label = String.format(Locale.ROOT, "%.1f s", at);
      svg.text(x(at), HEIGHT - 18, "text-anchor=\"middle\" class=\"faint\"", label);
    }
  }

  private void draw(Svg svg, String target, String kind, ToDoubleFunction<Round.Point> value) {
    double begin = 0;
    for (Round round : report.rounds(target)) {
      StringBuilder points = new StringBuilder();
      for (Round.Point point : round.timeline()) {
        points.append(Svg.number(x(begin + point.seconds()))).append(',');
        points.append(Svg.number(y(value.applyAsDouble(point)))).append(' ');
      }
      svg.path(kind, points.toString().strip());
      begin += round.seconds();
    }
  }

  private double x(double at) {
    return LEFT + (WIDTH - LEFT - RIGHT) * at / seconds;
  }

  private double y(double millis) {
    double share = Math.log10(Math.max(millis, least) / least) / Math.log10(most / least);
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
  }
}
