package chat.parlor.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Appends to logs, one durable transaction at a time. Owned by one thread. */
public interface StoreWriter {

  /** The log of this name, or empty while it has no entry. */
  Optional<LogHead> find(String name) throws StoreException;

  /** The closed log that just these readers share, or empty. Order does not matter. */
  Optional<LogHead> findShared(List<String> readers) throws StoreException;

  /** What is stored under these keys; a key not in the answer is not stored. */
  Map<SentKey, Sent> lookup(List<SentKey> keys) throws StoreException;

  /**
   * Stores all of it in one durable transaction, or nothing. Every append names the head it was
   * decided against; when one of the logs stands elsewhere the answer is {@link Appended.Moved} and
   * nothing was written. Then nobody else writes to the logs it named, as far as they exist, until
   * the next append or {@link #release}: so that deciding anew comes to an end.
   *
   * @throws StoreException when nothing was stored ({@code outcomeKnown}), or when nobody knows:
   *     then {@link #reopen} and {@link #lookup} the keys before answering anybody
   */
  Appended append(List<LogAppend> appends) throws StoreException;

  /** Lets go of what an answer {@link Appended.Moved} has held back from others. */
  void release() throws StoreException;

  /**
   * Whether an append whose outcome nobody knew was stored, after {@link #reopen}. The answer is
   * final: what is not stored by now never will be.
   *
   * @throws StoreException while that cannot be told
   */
  boolean wasStored(List<LogAppend> appends) throws StoreException;

  /**
   * Closes every handle, opens the store anew and checks it. Needed after a {@link StoreException}
   * whose outcome is not known; an fsync is never tried again on the same handle.
   *
   * @throws StoreException while the store cannot be trusted: call again later
   */
  void reopen() throws StoreException;

  /**
   * Tries whether the store could write now, after an append that failed with a known outcome.
   * Nothing of it stays.
   *
   * @throws StoreException while it could not
   */
  void probe() throws StoreException;
}
