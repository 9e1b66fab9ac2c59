package chat.parlor.store.sqlite;

import chat.parlor.store.Hints;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreReader;
import chat.parlor.store.StoreWriter;
import chat.parlor.store.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** One SQLite database in a folder of its own: nothing to install, nothing to look after. */
public final class SqliteStore implements Store {
  private static final String DATABASE = "parlor.db";

  private final DataFolder folder;
  private final SqliteFile file;
  private final Identity identity;
  private final Checkpoints checkpoints;
  private final Readers readers = new Readers();
  private final SqliteWriter writer;

  private SqliteStore(DataFolder folder, SqliteFile file, Identity identity) {
    this.folder = folder;
    this.file = file;
    this.identity = identity;
    this.checkpoints = new Checkpoints(file);
    this.writer = new SqliteWriter(file, folder, identity, checkpoints, readers);
  }

  /**
   * Opens the folder's database, and makes folder and database when there are none.
   *
   * @throws StoreException with one line for the operator: the folder cannot be written, another
   *     server runs on it, the file is no database or damaged, its tables are of a newer version
   */
  public static Store open(Path dataFolder) throws StoreException {
    DataFolder folder = DataFolder.open(dataFolder);
    try {
      SqliteStore store = start(folder);
      store.checkpoints.start();
      return store;
    } catch (StoreException | RuntimeException | Error e) {
      folder.close();
      throw e;
    }
  }

  /**
   * The database of a folder that is held, to be read as it stands; its tables are brought to the
   * newest version.
   *
   * @throws StoreException when there is none, or it cannot be read
   */
  public static Connection openToRead(DataFolder folder) throws StoreException {
    SqliteFile file = database(folder);
    try (Connection connection = file.openWriter()) {
      Schema.bring(connection, file);
      if (SqliteFile.value(connection, "SELECT count(*) FROM meta").equals("0")) {
        throw new StoreException("there is nothing in " + file.path(), true);
      }
      return file.openReader();
    } catch (SQLException e) {
      throw SqliteProblem.unopened(file, e);
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
    return Optional.empty();
  }

  @Override
  public StoreWriter writer() {
    return writer;
  }

  @Override
  public StoreReader reader() {
    return new SqliteReader(file, readers, identity.epoch());
  }

  /** To be called when the writer's thread is done. */
  @Override
  public void close() {
    checkpoints.close();
    readers.close();
    writer.close(); // the last handle: SQLite moves what is left into the database
    folder.close();
  }

  private static SqliteStore start(DataFolder folder) throws StoreException {
    SqliteFile file = database(folder);
    Connection connection;
    try {
      connection = file.openWriter();
    } catch (SQLException e) {
      throw SqliteProblem.unopened(file, e);
    }
    try {
      Schema.bring(connection, file);
      SqliteStore store = new SqliteStore(folder, file, Identity.establish(connection, folder));
      store.writer.begin(new WriterSession(connection));
      return store;
    } catch (SQLException e) {
      close(connection);
      throw SqliteProblem.unopened(file, e);
    } catch (IOException e) {
      close(connection);
      throw unwritable(e);
    } catch (StoreException | RuntimeException | Error e) {
      close(connection);
      throw e;
    }
  }

  /** Whether a folder has a database of this kind. */
  public static boolean isIn(Path dataFolder) {
    return Files.exists(dataFolder.resolve(DATABASE));
  }

  private static SqliteFile database(DataFolder folder) throws StoreException {
    try {
      return new SqliteFile(folder.file(DATABASE));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static StoreException unwritable(IOException e) {
    return new StoreException("cannot write to the data folder: " + e, true, e);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The failure that led here is the one to tell.
    }
  }
}
