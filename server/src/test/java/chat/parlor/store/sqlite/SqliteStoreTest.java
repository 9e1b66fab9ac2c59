package chat.parlor.store.sqlite;

import chat.parlor.store.Store;
import chat.parlor.store.StoreContract;
import chat.parlor.store.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
final class SqliteStoreTest extends StoreContract {
  @TempDir private Path folder;

  @Override
  protected Store open() throws StoreException {
    return SqliteStore.open(folder.resolve("data"));
  }
}
