package chat.parlor.log;

import org.jspecify.annotations.Nullable;

/**
 * The newest entries of one log: a ring that grows with use. Written by the room writer, under the
 * lock of its {@link RoomLog}; read by any thread without one. That is safe because entries are
 * immutable and carry their number: a reader that meets an empty or overwritten slot sees that it
 * is not the entry it asked for, and reads the store.
 */
final class Tail {
  private static final int FIRST_CAPACITY = 8;

  private final int maxEntries;
  private final int maxBytes;

  /** Replaced as a whole when it grows; its length is a power of two or {@link #maxEntries}. */
  private volatile @Nullable Entry[] slots = new Entry[0];

  /** Guarded by the log's lock: the oldest number kept; {@code next} when empty. */
  private long first = 1;

  /** Guarded by the log's lock: the number after the newest kept. */
  private long next = 1;

  /** Guarded by the log's lock: the bytes of the bodies kept. */
  private int bytes;

  Tail(int maxEntries, int maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** The entry of this number, or null when it is not here (any more). */
  @Nullable Entry get(long seq) {
    @Nullable Entry[] ring = slots;
    if (ring.length == 0) {
      return null;
    }
    Entry entry = ring[slot(seq, ring.length)];
    return entry != null && entry.seq() == seq ? entry : null;
  }

  int bytes() {
    return bytes;
  }

  /**
   * Adds the newest entry and drops the oldest ones that no longer fit. One below the newest is let
   * be: another server's entries above it came first, and the store has it.
   */
  void add(Entry entry) {
    if (entry.seq() < next) {
      return;
    }
    if (entry.seq() != next) {
      clear();
      first = entry.seq();
      next = entry.seq();
    }
    if (next - first == slots.length && slots.length < maxEntries) {
      grow();
    }
    while (next - first >= slots.length || (next > first && bytes + size(entry) > maxBytes)) {
      dropFirst();
    }
    slots[slot(next, slots.length)] = entry;
    bytes += size(entry);
    next++;
  }

  /** Puts other bytes at a number already here (a deletion, an edit). */
  void replace(Entry entry) {
    Entry old = get(entry.seq());
    if (old != null) {
      slots[slot(entry.seq(), slots.length)] = entry;
      bytes += size(entry) - size(old);
    }
  }

  void clear() {
    slots = new Entry[0];
    first = next;
    bytes = 0;
  }

  private void grow() {
    int length = Math.min(maxEntries, Math.max(FIRST_CAPACITY, slots.length * 2));
    @Nullable Entry[] larger = new Entry[length];
    for (long seq = first; seq < next; seq++) {
      larger[slot(seq, length)] = slots[slot(seq, slots.length)];
    }
    slots = larger;
  }

  private void dropFirst() {
    int slot = slot(first, slots.length);
    Entry old = slots[slot];
    if (old != null) {
      bytes -= size(old);
      slots[slot] = null;
    }
    first++;
  }

  private static int slot(long seq, int length) {
    return (int) (seq % length);
  }

  private static int size(Entry entry) {
    return entry.body().length;
  }
}
