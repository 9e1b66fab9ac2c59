package chat.parlor.telemetry;

/**
 * Every figure there is, once: its name for Prometheus, its kind, and the text that the reference
 * ({@code docs/reference/metrics.md}) shows.
 */
public enum Measure {
  CONNECTIONS_ACTIVE("parlor_connections_active", Kind.GAUGE, "Open WebSocket connections."),
  CONNECTIONS_OPENED(
      "parlor_connections_opened_total", Kind.COUNTER, "WebSocket connections ever opened."),
  CONNECTIONS_CLOSED(
      "parlor_connections_closed_total",
      Kind.COUNTER,
      "WebSocket connections ever closed, by close code; 1006: without a Close frame; a code that"
          + " this server does not know: other.",
      "code"),
  SLOW_DISCONNECTS(
      "parlor_slow_disconnects_total",
      Kind.COUNTER,
      "Connections closed because their peer took nothing or too little."),
  MESSAGES_STORED("parlor_messages_stored_total", Kind.COUNTER, "Entries made durable."),
  ENTRIES_WRITTEN(
      "parlor_entries_written_total",
      Kind.COUNTER,
      "Entries written to clients, once for each client; messagesSent in /api/stats."),
  ACKS("parlor_acks_total", Kind.COUNTER, "Messages acknowledged, those sent again included."),
  REFUSALS("parlor_refusals_total", Kind.COUNTER, "Requests refused, by code.", "code"),
  MAILBOX_DEPTH("parlor_mailbox_depth", Kind.GAUGE, "Commands that wait for the room writer."),
  BATCH_ENTRIES(
      "parlor_writer_batch_entries", Kind.SUMMARY, "Entries in one durable batch of the writer."),
  BATCH_SECONDS(
      "parlor_writer_batch_seconds", Kind.SUMMARY, "Seconds that the store took for one batch."),
  STORE_ERRORS("parlor_store_errors_total", Kind.COUNTER, "Failures of the store."),
  PAGE_READS(
      "parlor_page_reads_total", Kind.COUNTER, "Pages of older entries read from the store."),
  ROOMS_OPEN("parlor_rooms_open", Kind.GAUGE, "Rooms held in memory."),
  TAIL_BYTES("parlor_tail_bytes", Kind.GAUGE, "Bytes of the newest entries held in memory."),
  NETWORK_BUFFER_BYTES(
      "parlor_network_buffer_bytes", Kind.GAUGE, "Bytes of direct buffers held for sockets.");

  /** How a figure behaves. */
  public enum Kind {
    /** Only grows, from 0 at each start. */
    COUNTER,
    /** Is what it is now. */
    GAUGE,
    /** Count, sum and recent maximum: _count, _sum, _max. */
    SUMMARY
  }

  private final String exposed;
  private final Kind kind;
  private final String meaning;
  private final String label;

  Measure(String exposed, Kind kind, String meaning) {
    this(exposed, kind, meaning, "");
  }

  Measure(String exposed, Kind kind, String meaning, String label) {
    this.exposed = exposed;
    this.kind = kind;
    this.meaning = meaning;
    this.label = label;
  }

  /** The name in Prometheus' text. */
  public String exposed() {
    return exposed;
  }

  public Kind kind() {
    return kind;
  }

  /** One sentence of English. */
  public String meaning() {
    return meaning;
  }

  /** The one label it has; empty: none. */
  public String label() {
    return label;
  }

  /** The name as Micrometer wants it: its own naming adds {@code _total}. */
  String registered() {
    return exposed.replaceFirst("_total$", "");
  }
}
