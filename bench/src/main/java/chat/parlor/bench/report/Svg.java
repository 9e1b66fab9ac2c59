package chat.parlor.bench.report;

import java.util.Locale;

/** SVG written by hand: text that reads in light and in dark, lines in colours told apart. */
final class Svg {
  private static final String STYLE =
      """
      <style>
        text { font: 12px system-ui, sans-serif; fill: #24292f; }
        .title { font-size: 14px; font-weight: 600; }
        .faint { fill: #57606a; }
        .paper { fill: #ffffff; }
        .grid { stroke: #d0d7de; stroke-width: 1; }
        .c0 { --c: #0969da; } .c1 { --c: #9a6700; } .c2 { --c: #8250df; }
        .c3 { --c: #1a7f37; } .c4 { --c: #cf222e; } .c5 { --c: #bf3989; } .c6 { --c: #57606a; }
        .line { fill: none; stroke: var(--c); stroke-width: 2; }
        .thin { stroke-width: 1; stroke-dasharray: 3 3; }
        .bar { fill: var(--c); }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; } .faint { fill: #9198a1; } .paper { fill: #0d1117; }
          .grid { stroke: #3d444d; }
          .c0 { --c: #4493f8; } .c1 { --c: #d29922; } .c2 { --c: #ab7df8; }
          .c3 { --c: #3fb950; } .c4 { --c: #f85149; } .c5 { --c: #db61a2; } .c6 { --c: #9198a1; }
        }
      </style>
      """;

  private static final int COLOURS = 7;

  private final StringBuilder out = new StringBuilder();

  Svg(int width, int height, String title) {
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
        <title>%s</title>
        """
            .formatted(width, height, escape(title)));
    out.append(STYLE);
    out.append(
        "<rect class=\"paper\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n".formatted(width, height));
  }

  static String colour(int index) {
    return "c" + index % COLOURS;
  }

  Svg text(double x, double y, String kind, String text) {
    out.append(
        "<text x=\"%s\" y=\"%s\" %s>%s</text>\n"
            .formatted(number(x), number(y), kind, escape(text)));
    return this;
  }

  /** A line of the grid. */
  Svg line(double x1, double y1, double x2, double y2) {
    out.append("<line class=\"grid\" x1=\"%s\" y1=\"%s\"".formatted(number(x1), number(y1)));
    out.append(" x2=\"%s\" y2=\"%s\"/>\n".formatted(number(x2), number(y2)));
    return this;
  }

  Svg path(String kind, String points) {
    out.append("<polyline class=\"%s\" points=\"%s\"/>\n".formatted(kind, points));
    return this;
  }

  /** A bar that is twelve high. */
  Svg bar(String kind, double x, double y, double width) {
    out.append(
        "<rect class=\"bar %s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"12\"/>\n"
            .formatted(kind, number(x), number(y), number(width)));
    return this;
  }

  static String number(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String toString() {
    return out + "</svg>\n";
  }
}
