package chat.parlor.store.postgres;

import chat.parlor.databases.SharedPostgres;
import chat.parlor.store.Store;
import chat.parlor.store.StoreContract;
import chat.parlor.store.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on PostgreSQL. */
final class PostgresStoreTest extends StoreContract {
  @TempDir private Path folder;

  @Override
  protected Store open() throws StoreException {
    PostgresAddress address = PostgresAddress.parse(SharedPostgres.server().newDatabase());
    return PostgresStore.open(address, folder.resolve("data"));
  }
}
