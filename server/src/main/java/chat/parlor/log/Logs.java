package chat.parlor.log;

import chat.parlor.store.LogHead;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreReader;
import chat.parlor.store.StoredEntry;
import chat.parlor.telemetry.Measure;
import chat.parlor.telemetry.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All logs that anybody reads now. A log is opened by name, also one that has no entry yet: that
 * costs memory while it is held and nothing in the store.
 */
public final class Logs implements AutoCloseable {

  /** A log and the future of its being loaded. */
  private record Open(RoomLog log, CompletableFuture<RoomLog> loaded) {}

  private final Store store;
  private final LogOptions options;
  private final Pages pages;
  private final TailBudget budget;

  /** {@code compute} is the lock of {@link RoomLog#holders}. */
  private final ConcurrentHashMap<String, Open> byName = new ConcurrentHashMap<>();

  public Logs(Store store, LogOptions options, Metrics metrics) {
    this.store = store;
    this.options = options;
    this.pages = new Pages(store, options, metrics);
    this.budget = new TailBudget(options.allTailBytes());
    metrics.watch(Measure.ROOMS_OPEN, byName::size);
    metrics.watch(Measure.TAIL_BYTES, budget::bytes);
  }

  public String epoch() {
    return store.epoch();
  }

  /** Logs held open now. */
  public int openLogs() {
    return byName.size();
  }

  /**
   * Holds a log open until {@link #release}, and loads where it stands. Fails with a {@link
   * StoreException} inside when the store cannot be read; then nothing is held.
   */
  public CompletableFuture<RoomLog> hold(String name) {
    Open open =
        byName.compute(
            name,
            (key, there) -> {
              Open held = there != null ? there : load(key);
              held.log().holders++;
              return held;
            });
    return open.loaded()
        .whenComplete((log, failure) -> {
          if (failure != null) {
            release(open.log());
          }
        });
  }

  public void release(RoomLog log) {
    byName.computeIfPresent(
        log.name(),
        (key, open) -> {
          if (open.log() != log || --log.holders > 0) {
            return open;
          }
          budget.forget(log);
          return null;
        });
  }

  // The log stands in the map before the store is asked: what is published meanwhile reaches it.
  private Open load(String name) {
    RoomLog log = new RoomLog(name, options.tailEntries(), options.tailBytes());
    CompletableFuture<RoomLog> loaded =
        pages.ask(reader -> {
          Optional<LogHead> head = reader.find(name);
          if (head.isPresent()) {
            log.loaded(head.get(), readers(reader, head.get()));
          }
          return log;
        });
    return new Open(log, loaded);
  }

  private static Set<String> readers(StoreReader reader, LogHead head) throws StoreException {
    return head.listed() ? Set.of() : Set.copyOf(reader.readers(head.log()));
  }

  /**
   * Makes durable entries visible to whoever holds the log. Called by the room writer in the order
   * of the numbers, and between its calls by {@link #refresh} with what other servers wrote.
   */
  public void publish(LogHead head, List<String> readers, List<Entry> entries) {
    Open open = byName.get(head.name());
    if (open != null) {
      int bytes = open.log().publish(head, Set.copyOf(readers), entries);
      budget.used(open.log(), bytes);
      if (!open.equals(byName.get(head.name()))) {
        budget.forget(open.log());
      }
    }
  }

  /** Names of the logs held open. */
  public List<String> openNames() {
    return List.copyOf(byName.keySet());
  }

  /** The log of this name, when it is held open by somebody. */
  public Optional<RoomLog> ifOpen(String name) {
    return Optional.ofNullable(byName.get(name)).map(Open::log);
  }

  /** Shows what is durable but was not published: its writer failed in between. */
  public void catchUp(LogHead head) {
    ifOpen(head.name()).ifPresent(log -> publish(head, List.copyOf(log.readers()), List.of()));
  }

  /** Whether other servers may write to the logs: then one may be behind the store. */
  public boolean shared() {
    return store.hints().isPresent();
  }

  /**
   * Asks the store where these logs stand, and shows to whoever holds them what other servers
   * wrote. Fails with a {@link StoreException} inside when the store cannot be read.
   */
  public CompletableFuture<Logs> refresh(Collection<String> names) {
    return pages.ask(reader -> {
      for (LogHead head : reader.heads(names).values()) {
        Optional<RoomLog> log = ifOpen(head.name());
        if (log.isPresent() && log.get().head() < head.head()) {
          follow(reader, log.get(), head);
        }
      }
      return this;
    });
  }

  // A few new entries come along, so that each reader need not fetch them; many are read as pages.
  private void follow(StoreReader reader, RoomLog log, LogHead head) throws StoreException {
    List<Entry> entries = List.of();
    if (head.head() - log.head() <= Block.LENGTH) {
      entries = Pages.entries(reader.page(head.log(), log.head() + 1, head.head()));
    }
    Set<String> readers = log.number() == 0 ? readers(reader, head) : log.readers();
    publish(head, List.copyOf(readers), entries);
  }

  /** The block that holds this entry, which must be at most the log's head. */
  public CompletableFuture<Block> block(RoomLog log, long seq) {
    return pages.block(log, seq);
  }

  /** The entries {@code from..to}, both at most the head, from memory or the store. */
  public CompletableFuture<List<Entry>> range(RoomLog log, long from, long to) {
    return gather(log, from, to, new ArrayList<>());
  }

  private CompletableFuture<List<Entry>> gather(
      RoomLog log, long from, long to, List<Entry> found) {
    for (long seq = from; seq <= to; seq++) {
      Entry recent = log.recent(seq);
      if (recent == null) {
        long missing = seq;
        return block(log, missing)
            .thenCompose(block -> gather(log, addFrom(block, missing, to, found), to, found));
      }
      found.add(recent);
    }
    return CompletableFuture.completedFuture(found);
  }

  /** Adds what the block has of {@code from..to}; returns the first number it has not. */
  private static long addFrom(Block block, long from, long to, List<Entry> found) {
    long seq = from;
    for (Entry entry = block.get(seq); entry != null && seq <= to; entry = block.get(++seq)) {
      found.add(entry);
    }
    return seq;
  }

  /**
   * When these entries of a log were written, by their numbers. Entries that are not kept are left
   * out.
   */
  public CompletableFuture<SequencedMap<Long, Instant>> times(RoomLog log, List<Long> seqs) {
    if (seqs.isEmpty()) {
      return CompletableFuture.completedFuture(new LinkedHashMap<>());
    }
    return pages.ask(reader -> {
      SequencedMap<Long, Instant> times = new LinkedHashMap<>();
      for (StoredEntry entry : reader.entries(log.number(), seqs)) {
        times.put(entry.seq(), Instant.ofEpochMilli(entry.timeMillis()));
      }
      return times;
    });
  }

  /** Listed logs, the most recently written first. */
  public CompletableFuture<List<LogSummary>> directory(String query, int limit) {
    return pages.ask(reader ->
        reader.directory(query, limit).stream()
            .map(head -> new LogSummary(head.name(), head.head(), Set.of()))
            .toList());
  }

  /** Closed logs of a person, the most recently written first. */
  public CompletableFuture<List<LogSummary>> shared(String person, int limit) {
    return pages.ask(reader ->
        reader.shared(person, limit).stream()
            .map(shared ->
                new LogSummary(
                    shared.head().name(), shared.head().head(), Set.copyOf(shared.readers())))
            .toList());
  }

  @Override
  public void close() {
    pages.close();
  }
}
