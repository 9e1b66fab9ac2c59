package chat.parlor.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts what happens. Every method may be called by any thread and takes nanoseconds. */
public final class Metrics implements AutoCloseable {
  /** A client may close with any of 2,000 codes: one series for each would be its to make. */
  private static final Set<Integer> KNOWN_CODES =
      Set.of(
          1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011, 1012, 1013, 4001, 4008, 4012,
          4029, 4501, 4503, 4504);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Measure, Counter> counters = new EnumMap<>(Measure.class);
  private final Map<String, Counter> closed = new ConcurrentHashMap<>();
  private final Map<String, Counter> refused = new ConcurrentHashMap<>();
  private final DistributionSummary batchEntries = summary(Measure.BATCH_ENTRIES);
  private final DistributionSummary batchSeconds = summary(Measure.BATCH_SECONDS);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  private final LongAdder active = new LongAdder();
  private final LongAdder written = new LongAdder();

  /** Registers every figure, so that each is exposed from the start. */
  public Metrics() {
    for (Measure measure : Measure.values()) {
      if (measure.kind() == Measure.Kind.COUNTER && measure.label().isEmpty()) {
        counters.put(measure, counter(measure));
      }
    }
    watch(Measure.CONNECTIONS_ACTIVE, active::sum);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  public void connectionOpened() {
    active.increment();
    count(Measure.CONNECTIONS_OPENED, 1);
  }

  /**
   * An opened connection is gone; once for each.
   *
   * @param code the close code; 1006 when there was no Close frame
   */
  public void connectionClosed(int code) {
    active.decrement();
    String label = KNOWN_CODES.contains(code) ? Integer.toString(code) : "other";
    closed.computeIfAbsent(label, key -> counter(Measure.CONNECTIONS_CLOSED, key)).increment();
  }

  public void slowDisconnect() {
    count(Measure.SLOW_DISCONNECTS, 1);
  }

  /** A durable batch: how many entries, and how long the store took. */
  public void batchStored(int entries, long nanos) {
    count(Measure.MESSAGES_STORED, entries);
    batchEntries.record(entries);
    batchSeconds.record(nanos / (double) TimeUnit.SECONDS.toNanos(1));
  }

  /** So many entries were written to one or more clients. */
  public void entriesWritten(long entries) {
    written.add(entries);
    count(Measure.ENTRIES_WRITTEN, entries);
  }

  public void acknowledged(long messages) {
    count(Measure.ACKS, messages);
  }

  /**
   * A request was refused.
   *
   * @param code from the closed list of refusals, never a client's text
   */
  public void refused(String code) {
    refused.computeIfAbsent(code, key -> counter(Measure.REFUSALS, key)).increment();
  }

  public void storeFailed() {
    count(Measure.STORE_ERRORS, 1);
  }

  public void pageRead() {
    count(Measure.PAGE_READS, 1);
  }

  /** Tells where a gauge's value comes from; asked by the thread that scrapes. Once for each. */
  public void watch(Measure gauge, LongSupplier value) {
    if (gauge.kind() != Measure.Kind.GAUGE) {
      throw new IllegalArgumentException(gauge + " is no gauge");
    }
    Gauge.builder(gauge.registered(), value, LongSupplier::getAsLong)
        .description(gauge.meaning())
        .strongReference(true)
        .register(registry);
  }

  /** Connections open now. */
  public long activeConnections() {
    return active.sum();
  }

  /** Entries written to clients since the start, once for each client. */
  public long messagesSent() {
    return written.sum();
  }

  /** All figures in Prometheus' text format, version 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private void count(Measure measure, long more) {
    Counter counter = counters.get(measure);
    if (counter == null) {
      throw new IllegalArgumentException(measure + " is no plain counter");
    }
    counter.increment((double) more);
  }

  private Counter counter(Measure measure) {
    return Counter.builder(measure.registered()).description(measure.meaning()).register(registry);
  }

  private Counter counter(Measure measure, String value) {
    return Counter.builder(measure.registered())
        .description(measure.meaning())
        .tag(measure.label(), value)
        .register(registry);
  }

  private DistributionSummary summary(Measure measure) {
    return DistributionSummary.builder(measure.registered())
        .description(measure.meaning())
        .register(registry);
  }
}
