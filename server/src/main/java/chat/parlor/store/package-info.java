/**
 * Durable numbered logs and what belongs to them: keys of what was sent, readers of closed logs,
 * the installation's own facts. One {@link chat.parlor.store.StoreWriter} writes, on one thread;
 * any number of {@link chat.parlor.store.StoreReader}s read. It knows no rooms and no JSON: an
 * entry is bytes.
 */
@NullMarked
package chat.parlor.store;

import org.jspecify.annotations.NullMarked;
