package chat.parlor.bench.peers;

import chat.parlor.bench.report.BarPicture;
import chat.parlor.bench.report.BarPicture.Bar;
import chat.parlor.bench.report.BarPicture.Panel;
import chat.parlor.bench.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The table and the picture of the peers, as documents. */
final class PeerPages {
  private PeerPages() {}

  static void write(Path folder, Report report, List<Standing> all) throws IOException {
    Files.writeString(folder.resolve("peers.md"), page(report, all));
    Files.writeString(folder.resolve("peers.svg"), picture(report, all));
  }

  private static String page(Report report, List<Standing> all) {
    Map<String, String> with = report.conditions();
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # Beside what people would use instead

        Written by `./parlor bench peers`; do not edit. One room with %s members, one of whom
        talks. Each server was run alone, one after the other, on one processor, the load on the
        other one. The others are the few lines that their documentation shows
        ([bench/peers](../../bench/peers)): they store nothing, keep no history, answer nobody.
        Parlor keeps every message in SQLite before anybody is shown it. The floor does nothing but
        send, in Java, one write for each member. Messages carry %s characters of text; what is
        around them is each server's own, and most of all Parlor's (number, time, author, id).

        **Machine.** %s.
        **Options.** `%s`; warm-up at the lower rate %s s, at the higher one 5 s; %s s were
        measured each. Receipts are counted at the clients' sockets, latency is from when a message
        was due.

        | server | %s msg/s: CPU us per delivery | to the floor | p50 | p99 \
        | %s msg/s: deliveries/s | p99 | in the end |
        |---|---|---|---|---|---|---|---|
        """
            .formatted(
                with.get("connections"),
                with.get("payload"),
                report.machine(),
                with,
                with.get("warmup"),
                with.get("seconds"),
                with.get("rate"),
                with.getOrDefault("burst", "500")));
    double floor = all.getFirst().quiet().cpuMicros();
    for (Standing one : all) {
      out.append(row(one, floor));
    }
    out.append(
        """

        "In the end": whether every client had every message, once and in order, %s s after the
        last one was sent.
        A round of %s s each on a machine that others use as well: small differences mean nothing.

        ![CPU per delivery, p99 and deliveries per second, as in the table](peers.svg)
        """
            .formatted(with.getOrDefault("patience", "15"), with.get("seconds")));
    report.notes().forEach(note -> out.append("\n- ").append(note).append('\n'));
    return out.toString();
  }

  private static String row(Standing one, double floor) {
    String came =
        one.cameShare() < 0.9995
            ? ", %.0f %% of what was due came".formatted(100 * one.cameShare())
            : "";
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.2f | %s | %s | %,.0f | %s | %s%s |%n",
        one.name(),
        one.quiet().cpuMicros(),
        one.quiet().cpuMicros() / floor,
        millis(one.quiet().millis(50)),
        millis(one.quiet().millis(99)),
        one.busyPerSecond(),
        millis(one.busy().millis(99)),
        one.verdict(),
        came);
  }

  private static String millis(double value) {
    return value >= 1_000
        ? String.format(Locale.ROOT, "%.1f s", value / 1_000)
        : String.format(Locale.ROOT, "%.0f ms", value);
  }

  private static String picture(Report report, List<Standing> all) {
    String rate = report.conditions().get("rate");
    String burst = report.conditions().getOrDefault("burst", "500");
    return BarPicture.of(
        "One room of " + report.conditions().get("connections") + ", servers on one processor",
        List.of(
            panel(
                rate + " messages a second: CPU per delivery, us (shorter is better)",
                all,
                one -> one.quiet().cpuMicros()),
            panel(
                rate + " messages a second: p99, ms (shorter is better)",
                all,
                one -> one.quiet().millis(99)),
            panel(
                burst + " messages a second: deliveries per second (longer is better)",
                all,
                Standing::busyPerSecond)));
  }

  private static Panel panel(String title, List<Standing> all, ToDoubleFunction<Standing> value) {
    return new Panel(
        title, all.stream().map(one -> new Bar(one.name(), value.applyAsDouble(one))).toList());
  }
}
