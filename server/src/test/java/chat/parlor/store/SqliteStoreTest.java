package chat.parlor.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
final class SqliteStoreTest extends StoreContract {
  @TempDir private Path folder;

  @Override
  Store open() throws StoreException {
    return SqliteStore.open(folder.resolve("data"));
  }
}
