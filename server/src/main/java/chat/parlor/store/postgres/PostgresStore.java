package chat.parlor.store.postgres;

import chat.parlor.store.Hints;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreReader;
import chat.parlor.store.StoreWriter;
import chat.parlor.store.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** One PostgreSQL database, which several servers may share; each has a data folder of its own. */
public final class PostgresStore implements Store {
  private final DataFolder folder;
  private final PostgresSessions sessions;
  private final PostgresIdentity identity;
  private final PostgresWriter writer;
  private final PostgresHints hints;

  private PostgresStore(
      DataFolder folder,
      PostgresSessions sessions,
      PostgresIdentity identity,
      PostgresWriter writer) {
    this.folder = folder;
    this.sessions = sessions;
    this.identity = identity;
    this.writer = writer;
    this.hints = new PostgresHints(sessions);
  }

  /**
   * Opens the database, and makes its tables when there are none.
   *
   * @throws StoreException with one line for the operator: it cannot be reached, or would lose what
   *     it acknowledged, or its tables are of a newer version; never with the password
   */
  public static Store open(PostgresAddress address, Path dataFolder) throws StoreException {
    DataFolder folder = DataFolder.open(dataFolder);
    try {
      return start(folder, address);
    } catch (StoreException | RuntimeException | Error e) {
      folder.close();
      throw e;
    }
  }

  private static Store start(DataFolder folder, PostgresAddress address) throws StoreException {
    PostgresSessions sessions = new PostgresSessions(address);
    Connection connection;
    try {
      connection = sessions.openFirst();
    } catch (SQLException e) {
      throw PostgresProblem.unopened(address, e);
    }
    PostgresWriterSession session = new PostgresWriterSession(connection);
    try {
      PostgresSchema.bring(connection, address);
      PostgresIdentity identity = PostgresIdentity.establish(connection, folder);
      PostgresWriter writer = new PostgresWriter(sessions, folder, identity);
      writer.begin(session);
      return new PostgresStore(folder, sessions, identity, writer);
    } catch (SQLException e) {
      session.close();
      throw PostgresProblem.unopened(address, e);
    } catch (IOException e) {
      session.close();
      throw new StoreException("cannot write to the data folder: " + e, true, e);
    } catch (StoreException | RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  @Override
  public String epoch() {
    return identity.epoch();
  }

  @Override
  public byte[] secret() {
    return identity.secret().clone();
  }

  @Override
  public Optional<Hints> hints() {
    return Optional.of(hints);
  }

  @Override
  public StoreWriter writer() {
    return writer;
  }

  @Override
  public StoreReader reader() {
    return new PostgresReader(sessions);
  }

  /** To be called when the writer's thread is done. */
  @Override
  public void close() {
    hints.close();
    writer.close();
    folder.close();
  }
}
