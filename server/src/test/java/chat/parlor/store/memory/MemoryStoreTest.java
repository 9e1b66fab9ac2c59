package chat.parlor.store.memory;

import chat.parlor.store.Store;
import chat.parlor.store.StoreContract;

/** The contract on the store of benchmarks. */
final class MemoryStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return new MemoryStore();
  }
}
