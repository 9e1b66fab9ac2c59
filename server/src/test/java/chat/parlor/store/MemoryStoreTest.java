package chat.parlor.store;

/** The contract on the store of benchmarks. */
final class MemoryStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return new MemoryStore();
  }
}
