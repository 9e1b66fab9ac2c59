package chat.parlor.store;

import java.util.List;

/**
 * New entries of one log, numbered on from the head they were decided against.
 *
 * @param name the log's name; the log is made when it does not exist
 * @param expectedHead the head it must still have; 0 for one that does not exist
 * @param listed for a log that is made now: whether the directory shows it
 * @param readers for a closed log that is made now: who may read it; else empty
 * @param entries numbered {@code expectedHead + 1}, {@code + 2}, …; at least one
 */
public record LogAppend(
    String name, long expectedHead, boolean listed, List<String> readers, List<NewEntry> entries) {

  public LogAppend {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("an append without entries");
    }
    long next = expectedHead + 1;
    for (NewEntry entry : entries) {
      if (entry.entry().seq() != next++) {
        throw new IllegalArgumentException(
            "entry " + entry.entry().seq() + " of " + name + " where " + (next - 1) + " is due");
      }
    }
  }

  /** What its entries are stored under, in a log with this number. */
  public List<SentKey> keys(long log) {
    return entries.stream()
        .map(entry -> new SentKey(entry.key(), log, entry.entry().author()))
        .toList();
  }
}
