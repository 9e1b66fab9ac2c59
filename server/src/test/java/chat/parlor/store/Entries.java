package chat.parlor.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Appends and entries in one line. */
public final class Entries {
  private static final AtomicLong KEYS = new AtomicLong();

  private Entries() {}

  /** An append to an open log, one entry a text, each under a key of its own. */
  public static LogAppend of(String log, long head, String... texts) {
    List<NewEntry> entries = new ArrayList<>();
    for (String text : texts) {
      entries.add(entry(head + entries.size() + 1, text));
    }
    return new LogAppend(log, head, true, List.of(), entries);
  }

  /** A new closed log with one entry. */
  public static LogAppend closed(String log, String... readers) {
    return new LogAppend(log, 0, false, Arrays.asList(readers), List.of(entry(1, "hello")));
  }

  public static NewEntry entry(long seq, String text) {
    return by("ann", seq, "key-%08d".formatted(KEYS.incrementAndGet()), text);
  }

  public static NewEntry by(String author, long seq, String key, String text) {
    byte[] mac = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), 16);
    return new NewEntry(
        new StoredEntry(
            seq,
            1_764_000_000_000L + seq,
            author,
            text.getBytes(StandardCharsets.UTF_8),
            Optional.empty()),
        key,
        mac);
  }

  public static List<String> texts(Page page) {
    return page.entries().stream()
        .map(entry -> new String(entry.body(), StandardCharsets.UTF_8))
        .toList();
  }
}
