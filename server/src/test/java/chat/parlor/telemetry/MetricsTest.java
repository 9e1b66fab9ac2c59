package chat.parlor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void whatHappenedIsCounted() {
    metrics.connectionOpened();
    metrics.connectionOpened();
    metrics.connectionClosed(1000);
    metrics.batchStored(3, 2_000_000);
    metrics.entriesWritten(7);
    metrics.acknowledged(3);
    metrics.refused("rate_limited");
    metrics.watch(Measure.MAILBOX_DEPTH, () -> 5);
    assertThat(metrics.activeConnections()).isEqualTo(1);
    assertThat(metrics.messagesSent()).isEqualTo(7);
    assertThat(metrics.scrape().lines())
        .contains(
            "parlor_connections_active 1.0",
            "parlor_connections_opened_total 2.0",
            "parlor_connections_closed_total{code=\"1000\"} 1.0",
            "parlor_messages_stored_total 3.0",
            "parlor_entries_written_total 7.0",
            "parlor_acks_total 3.0",
            "parlor_refusals_total{code=\"rate_limited\"} 1.0",
            "parlor_writer_batch_entries_sum 3.0",
            "parlor_writer_batch_seconds_sum 0.002",
            "parlor_mailbox_depth 5.0",
            "parlor_store_errors_total 0.0");
  }

  @Test
  void clientsCannotMakeSeriesByTheirCloseCodes() {
    for (int code = 3000; code < 5000; code++) {
      metrics.connectionOpened();
      metrics.connectionClosed(code);
    }
    assertThat(metrics.scrape().lines().filter(line -> line.contains("closed_total{")))
        .hasSizeLessThan(10)
        .anyMatch(line -> line.contains("code=\"other\""));
  }

  @Test
  void everyMeasureIsExposedUnderItsNameWithItsText() {
    metrics.connectionOpened();
    metrics.connectionClosed(1000);
    metrics.refused("internal");
    Stream.of(
            Measure.MAILBOX_DEPTH,
            Measure.ROOMS_OPEN,
            Measure.TAIL_BYTES,
            Measure.NETWORK_BUFFER_BYTES)
        .forEach(gauge -> metrics.watch(gauge, () -> 0));
    List<String> lines = metrics.scrape().lines().toList();
    for (Measure measure : Measure.values()) {
      assertThat(lines).contains("# HELP " + measure.exposed() + " " + measure.meaning());
    }
    assertThat(lines)
        .filteredOn(line -> line.startsWith("# HELP "))
        .allMatch(line -> line.matches("# HELP (parlor|jvm|process|system)_.*"));
  }

  @Test
  void aGaugeIsNotACounter() {
    assertThatThrownBy(() -> metrics.watch(Measure.ACKS, () -> 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** In both directions: a row too many is as wrong as one too few. */
  @Test
  void theReferenceListsEveryMeasureAndNothingElse() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/reference/metrics.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(rows).containsExactlyElementsOf(Stream.of(Measure.values()).map(this::row).toList());
  }

  private String row(Measure measure) {
    String kind = measure.kind().name().toLowerCase(Locale.ROOT);
    String label = measure.label().isEmpty() ? "" : "`" + measure.label() + "`";
    return "| `%s` | %s | %s | %s |"
        .formatted(measure.exposed(), kind, label, measure.meaning())
        .replace("|  |", "| |");
  }
}
