package chat.parlor.bench.report;

import java.util.List;
import java.util.Locale;

/** Bars in panels, one below the other: the same servers in each, by one figure. */
public final class BarPicture {
  private static final int WIDTH = 780;
  private static final int LEFT = 240;
  private static final int RIGHT = 90;
  private static final int ROW = 20;
  private static final int TITLE = 40;

  private BarPicture() {}

  /** A server's figure. */
  public record Bar(String name, double value) {}

  /** One figure of all servers. */
  public record Panel(String title, List<Bar> bars) {}

  /** The picture as SVG. */
  public static String of(String title, List<Panel> panels) {
    int height = TITLE;
    for (Panel panel : panels) {
      height += TITLE + ROW * panel.bars().size();
    }
    Svg svg = new Svg(WIDTH, height + ROW, title);
    svg.text(16, 26, "class=\"title\"", title);
    double y = TITLE;
    for (Panel panel : panels) {
      draw(svg, panel, y);
      y += TITLE + ROW * panel.bars().size();
    }
    return svg.toString();
  }

  private static void draw(Svg svg, Panel panel, double top) {
    double most = panel.bars().stream().mapToDouble(Bar::value).max().orElse(1);
    svg.text(16, top + 22, "class=\"faint\"", panel.title());
    double y = top + TITLE;
    for (int i = 0; i < panel.bars().size(); i++) {
      Bar bar = panel.bars().get(i);
      double width = Math.max(1, (WIDTH - LEFT - RIGHT) * bar.value() / Math.max(most, 1e-9));
      svg.text(LEFT - 8, y, "text-anchor=\"end\"", bar.name());
      svg.bar(Svg.colour(i), LEFT, y - 10, width);
      svg.text(LEFT + width + 6, y, "class=\"faint\"", label(bar.value()));
      y += ROW;
    }
  }

  private static String label(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
  }
}
