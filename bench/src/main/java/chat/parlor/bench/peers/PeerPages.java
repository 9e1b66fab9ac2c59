package chat.parlor.bench.peers;

import chat.parlor.bench.report.BarPicture;
import chat.parlor.bench.report.BarPicture.Bar;
import chat.parlor.bench.report.BarPicture.Panel;
import chat.parlor.bench.report.Report;
import chat.parlor.bench.report.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

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
        **Options.** `%s`.
        Warm-up at the lower rate %s s, at the higher one 5 s; %s s were measured each. Receipts are
        counted at the clients' sockets, latency is from when a message was due. A round in which
        other work held up the load was run again, up to four times in all; the one with the least
        of that counts.

        | server | %s msg/s: CPU us per delivery | to the floor | p50 | p99 \
        | %s msg/s: deliveries/s | p99 | in the end | waited |
        |---|---|---|---|---|---|---|---|---|
        """
            .formatted(
                with.get("connections"),
                with.get("payload"),
                report.machine(),
                with.entrySet().stream()
                    .map(option -> "--" + option)
                    .collect(Collectors.joining(" ")),
                with.get("warmup"),
                with.get("seconds"),
                with.get("rate"),
                with.getOrDefault("burst", "500")));
    String patience = with.getOrDefault("patience", "15");
    double floor = all.getFirst().quiet().cpuMicros();
    double worst = 0;
    for (Standing one : all) {
      out.append(row(one, floor, patience));
      worst = Math.max(worst, one.quiet().generator().lateMillis());
      worst = Math.max(worst, one.busy().generator().lateMillis());
    }
    out.append(
        """

        p99 is of all that was due: where 1 %% and more did not come within %s s after the round, it
        is only known to be longer. "In the end": whether every client had every message, once and
        in order, by then. "Waited": processors that its threads could have used in the two rounds
        and did not get, from other work and from each other. The generator sent at most
        %.0f ms late (p99, the worst of the rounds): when that is more than a few, other work took
        its processor, and small differences mean nothing.

        ![CPU per delivery, what came and deliveries per second, as in the table](peers.svg)
        """
            .formatted(patience, worst));
    return out.toString();
  }

  private static String row(Standing one, double floor, String patience) {
    String came =
        one.busyCame() < 0.9995
            ? ", %.0f %% of what was due came".formatted(100 * one.busyCame())
            : "";
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.2f | %s | %s | %,.0f | %s | %s%s | %.2f, %.2f |%n",
        one.name(),
        one.quiet().cpuMicros(),
        one.quiet().cpuMicros() / floor,
        percentile(one.quiet(), one.quietCame(), 50, patience),
        percentile(one.quiet(), one.quietCame(), 99, patience),
        one.busy().perSecond(),
        percentile(one.busy(), one.busyCame(), 99, patience),
        one.verdict(),
        came,
        one.quiet().server().waitedSeconds() / one.quiet().seconds(),
        one.busy().server().waitedSeconds() / one.busy().seconds());
  }

  /** Of all that was due: what did not come is later than all that came. */
  private static String percentile(Round round, double came, double percentile, String patience) {
    if (came * 100 < percentile) {
      return "over " + patience + " s";
    }
    double value = round.millis(Math.min(100, percentile / came));
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
                burst + " messages a second: % of what was due that came (longer is better)",
                all,
                one -> 100 * one.busyCame()),
            panel(
                burst + " messages a second: deliveries per second (longer is better)",
                all,
                one -> one.busy().perSecond())));
  }

  private static Panel panel(String title, List<Standing> all, ToDoubleFunction<Standing> value) {
    return new Panel(
        title, all.stream().map(one -> new Bar(one.name(), value.applyAsDouble(one))).toList());
  }
}
