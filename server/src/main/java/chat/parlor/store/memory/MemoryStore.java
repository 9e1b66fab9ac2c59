package chat.parlor.store.memory;

import chat.parlor.store.Appended;
import chat.parlor.store.Hints;
import chat.parlor.store.LogAppend;
import chat.parlor.store.LogHead;
import chat.parlor.store.NewEntry;
import chat.parlor.store.Page;
import chat.parlor.store.Sent;
import chat.parlor.store.SentKey;
import chat.parlor.store.SharedLog;
import chat.parlor.store.Store;
import chat.parlor.store.StoreReader;
import chat.parlor.store.StoreRules;
import chat.parlor.store.StoreWriter;
import chat.parlor.store.StoredEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Keeps everything in the heap and nothing after the end: for benchmarks. Any thread may read. */
public final class MemoryStore implements Store {
  private final String epoch = StoreRules.randomId();
  private final byte[] secret = StoreRules.newSecret();

  /** Guarded by {@code this}, as all below. By name. */
  private final Map<String, MemoryLog> logs = new HashMap<>();

  private final List<MemoryLog> byNumber = new ArrayList<>();
  private final Map<String, MemoryLog> byReaders = new HashMap<>();
  private final Map<SentKey, Sent> sent = new HashMap<>();
  private long turn;

  @Override
  public String epoch() {
    return epoch;
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public Optional<Hints> hints() {
    return Optional.empty();
  }

  @Override
  public StoreWriter writer() {
    return new Writer();
  }

  @Override
  public StoreReader reader() {
    return new Reader();
  }

  @Override
  public void close() {}

  private synchronized Optional<LogHead> find(String name) {
    return Optional.ofNullable(logs.get(name)).map(MemoryLog::head);
  }

  private synchronized Optional<LogHead> findShared(List<String> readers) {
    return Optional.ofNullable(byReaders.get(StoreRules.sharedKey(readers))).map(MemoryLog::head);
  }

  private synchronized Map<SentKey, Sent> lookup(List<SentKey> keys) {
    Map<SentKey, Sent> found = new HashMap<>();
    for (SentKey key : keys) {
      Sent under = sent.get(key);
      if (under != null) {
        found.put(key, under);
      }
    }
    return found;
  }

  private synchronized Appended append(List<LogAppend> appends) {
    StoreRules.requireDistinct(appends);
    Map<String, LogHead> moved = moved(appends);
    if (!moved.isEmpty()) {
      return new Appended.Moved(moved);
    }
    requireNewKeys(appends);
    List<LogHead> heads = new ArrayList<>(appends.size());
    for (LogAppend append : appends) {
      heads.add(store(append));
    }
    return new Appended.Done(heads);
  }

  private Map<String, LogHead> moved(List<LogAppend> appends) {
    Map<String, LogHead> moved = new LinkedHashMap<>();
    for (LogAppend append : appends) {
      Optional<LogHead> found = find(append.name());
      LogHead head = found.orElseGet(() -> StoreRules.nothing(append.name()));
      if (head.head() != append.expectedHead()) {
        moved.put(append.name(), head);
      } else if (found.isEmpty() && !append.readers().isEmpty()) {
        findShared(append.readers()).ifPresent(other -> moved.put(other.name(), other));
      }
    }
    return moved;
  }

  private void requireNewKeys(List<LogAppend> appends) {
    Map<SentKey, Long> batch = new HashMap<>();
    for (LogAppend append : appends) {
      MemoryLog log = logs.get(append.name());
      for (NewEntry entry : append.entries()) {
        long number = log == null ? -appends.indexOf(append) - 1 : log.head().log();
        SentKey key = new SentKey(entry.key(), number, entry.entry().author());
        if (sent.containsKey(key) || batch.put(key, number) != null) {
          throw new IllegalStateException("a key is stored already");
        }
      }
    }
  }

  private LogHead store(LogAppend append) {
    MemoryLog log = logs.computeIfAbsent(append.name(), name -> make(append));
    log.head = StoreRules.after(log.head, append);
    log.turn = ++turn;
    for (NewEntry added : append.entries()) {
      StoredEntry entry = added.entry();
      log.entries.add(entry);
      sent.put(
          new SentKey(added.key(), log.head.log(), entry.author()),
          new Sent(entry.seq(), entry.timeMillis(), added.bodyMac()));
    }
    return log.head;
  }

  private MemoryLog make(LogAppend append) {
    MemoryLog log = new MemoryLog(byNumber.size() + 1L, append);
    byNumber.add(log);
    if (!append.readers().isEmpty()) {
      byReaders.put(StoreRules.sharedKey(append.readers()), log);
    }
    return log;
  }

  private synchronized Page page(long number, long from, long to) {
    MemoryLog log = log(number);
    long first = Math.max(from, log.head.floor() + 1);
    long last = Math.min(to, log.head.head());
    List<StoredEntry> entries =
        first > last ? List.of() : List.copyOf(log.entries.subList((int) first - 1, (int) last));
    StoreRules.requireNoHole(number, first, last, entries);
    return new Page(epoch, log.head, entries);
  }

  private synchronized List<StoredEntry> entries(long number, List<Long> seqs) {
    MemoryLog log = log(number);
    return StoreRules.kept(log.head, seqs).stream()
        .map(seq -> log.entries.get(Math.toIntExact(seq - 1)))
        .toList();
  }

  private MemoryLog log(long number) {
    if (number < 1 || number > byNumber.size()) {
      throw new IllegalArgumentException("no log " + number);
    }
    return byNumber.get((int) number - 1);
  }

  private synchronized List<MemoryLog> newest(Predicate<MemoryLog> wanted, int limit) {
    return byNumber.stream()
        .filter(wanted)
        .sorted((one, other) -> Long.compare(other.turn, one.turn))
        .limit(limit)
        .toList();
  }

  /** One log. Guarded by its store. */
  private static final class MemoryLog {
    private final List<StoredEntry> entries = new ArrayList<>();
    private final String folded;
    private final List<String> readers;
    private LogHead head;
    private long turn;

    MemoryLog(long number, LogAppend append) {
      head = new LogHead(number, append.name(), 0, 0, 0, append.listed());
      folded = StoreRules.folded(append.name());
      readers = List.copyOf(new TreeSet<>(append.readers()));
    }

    LogHead head() {
      return head;
    }
  }

  private final class Writer implements StoreWriter {
    @Override
    public Optional<LogHead> find(String name) {
      return MemoryStore.this.find(name);
    }

    @Override
    public Optional<LogHead> findShared(List<String> readers) {
      return MemoryStore.this.findShared(readers);
    }

    @Override
    public Map<SentKey, Sent> lookup(List<SentKey> keys) {
      return MemoryStore.this.lookup(keys);
    }

    @Override
    public Appended append(List<LogAppend> appends) {
      return MemoryStore.this.append(appends);
    }

    @Override
    public void release() {}

    @Override
    public boolean wasStored(List<LogAppend> appends) {
      LogAppend first = appends.getFirst();
      List<SentKey> keys = find(first.name()).map(head -> first.keys(head.log())).orElse(List.of());
      return !keys.isEmpty() && lookup(keys).size() == keys.size();
    }

    @Override
    public void reopen() {}

    @Override
    public void probe() {}
  }

  private final class Reader implements StoreReader {
    @Override
    public Optional<LogHead> find(String name) {
      return MemoryStore.this.find(name);
    }

    @Override
    public Map<String, LogHead> heads(Collection<String> names) {
      Map<String, LogHead> heads = new HashMap<>();
      names.forEach(name -> find(name).ifPresent(head -> heads.put(name, head)));
      return heads;
    }

    @Override
    public Page page(long log, long from, long to) {
      return MemoryStore.this.page(log, from, to);
    }

    @Override
    public List<StoredEntry> entries(long log, List<Long> seqs) {
      return MemoryStore.this.entries(log, seqs);
    }

    @Override
    public List<LogHead> directory(String query, int limit) {
      String folded = StoreRules.folded(query);
      synchronized (MemoryStore.this) {
        return newest(log -> log.head.listed() && log.folded.contains(folded), limit).stream()
            .map(MemoryLog::head)
            .toList();
      }
    }

    @Override
    public List<SharedLog> shared(String reader, int limit) {
      synchronized (MemoryStore.this) {
        return newest(log -> log.readers.contains(reader), limit).stream()
            .map(log -> new SharedLog(log.head, log.readers))
            .toList();
      }
    }

    @Override
    public List<String> readers(long log) {
      synchronized (MemoryStore.this) {
        return log(log).readers;
      }
    }

    @Override
    public void close() {}
  }
}
