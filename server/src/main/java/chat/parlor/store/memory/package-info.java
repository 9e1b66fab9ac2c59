/** Logs in the heap: for benchmarks, and for tests of what stands above a store. */
@NullMarked
package chat.parlor.store.memory;

import org.jspecify.annotations.NullMarked;
