package chat.parlor.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads committed entries, each call in one snapshot. Owned by one thread at a time. */
public interface StoreReader extends AutoCloseable {

  /** The log of this name, or empty while it has no entry. */
  Optional<LogHead> find(String name) throws StoreException;

  /** Where these logs stand, by name; those without an entry are left out. */
  Map<String, LogHead> heads(Collection<String> names) throws StoreException;

  /** The entries {@code from..to} (both included) that exist, ascending, without holes. */
  Page page(long log, long from, long to) throws StoreException;

  /**
   * The entries of these numbers, in their order, each looked up by itself: for a few that stand
   * far apart. Numbers that are not kept (any more) or not there yet are left out.
   */
  List<StoredEntry> entries(long log, List<Long> seqs) throws StoreException;

  /**
   * Listed logs, the most recently written first.
   *
   * @param query text that the name contains, compared without case; taken literally; empty: all
   */
  List<LogHead> directory(String query, int limit) throws StoreException;

  /** Closed logs that this person reads, the most recently written first. */
  List<SharedLog> shared(String reader, int limit) throws StoreException;

  /** Those who may read a closed log; empty for an open one. */
  List<String> readers(long log) throws StoreException;

  @Override
  void close();
}
