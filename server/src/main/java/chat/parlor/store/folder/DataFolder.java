package chat.parlor.store.folder;

import chat.parlor.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder of one server; for stores only. It holds {@code lock} (while a server runs), what a
 * store keeps in it, and what tells whether the database is the one this folder last wrote: {@code
 * nonce} (the nonces of the last two starts), {@code turn} (a lower bound of the writes the
 * database must hold) and {@code epochs} (those that a shared database has had).
 *
 * <p>The folder is 0700 and its files 0600: they hold everybody's messages and the secret.
 */
public final class DataFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(EnumSet.copyOf(FOLDER));

  /**
   * The folders this process holds. Looked at before the lock file is touched, since POSIX drops a
   * process's lock when it closes any handle of the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lock;
  private final RandomAccessFile turn;

  private DataFolder(Path folder, FileChannel lock, RandomAccessFile turn) {
    this.folder = folder;
    this.lock = lock;
    this.turn = turn;
  }

  /**
   * Makes the folder when there is none, and holds it until closed.
   *
   * @throws StoreException with one line for the operator
   */
  public static DataFolder open(Path wanted) throws StoreException {
    try {
      Path folder = make(wanted);
      if (!HELD.add(folder)) {
        throw taken(folder);
      }
      try {
        return hold(folder);
      } catch (IOException | StoreException | RuntimeException e) {
        HELD.remove(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new StoreException("cannot write to the data folder " + wanted + ": " + e, true, e);
    }
  }

  /** A file of the store, made empty when there is none, with nobody else's rights on it. */
  public Path file(String name) throws IOException {
    return privately(folder.resolve(name));
  }

  /** The nonces this folder remembers, the newest first; empty when it remembers none. */
  public List<String> nonces() throws IOException {
    return lines("nonce");
  }

  /** Remembers these nonces; after a crash either the old ones are there or the new ones. */
  public void remember(List<String> nonces) throws IOException {
    replace("nonce", nonces);
  }

  /** The epochs that a shared database had while this folder was used with it. */
  public Set<String> epochs() throws IOException {
    return new LinkedHashSet<>(lines("epochs"));
  }

  /** Remembers one more of them. */
  public void rememberEpoch(String epoch) throws IOException {
    Set<String> all = epochs();
    if (all.add(epoch)) {
      replace("epochs", List.copyOf(all));
    }
  }

  /** The database must hold at least so many writes. */
  public long turn() throws IOException {
    turn.seek(0);
    return turn.length() < Long.BYTES ? 0 : turn.readLong();
  }

  /**
   * Not synced, for that would cost every commit a second wait: the file's pages outlive a killed
   * process, and after a power cut an older bound is still a bound.
   */
  public void turn(long writes) throws IOException {
    turn.seek(0);
    turn.write(ByteBuffer.allocate(Long.BYTES).putLong(writes).array());
  }

  public void syncTurn() throws IOException {
    turn.getFD().sync();
  }

  /**
   * Whether this disk takes a write and syncs it.
   *
   * @throws IOException while it does not
   */
  public void probe() throws IOException {
    Path file = folder.resolve("probe");
    writeDurably(file, "x".repeat(8192));
    Files.delete(file);
  }

  @Override
  public void close() {
    try (turn;
        lock) {
      syncTurn();
    } catch (IOException e) {
      // The bound may be older than it could be; it stays a bound. The lock ends with the handle.
    } finally {
      HELD.remove(folder);
    }
  }

  private static Path make(Path wanted) throws IOException, StoreException {
    try {
      Path parent = wanted.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(wanted, PosixFilePermissions.asFileAttribute(FOLDER));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(wanted)) {
        throw new StoreException("the data folder " + wanted + " is not a folder", true, e);
      }
      close(wanted);
    }
    return wanted.toRealPath();
  }

  /** Takes the folder from others' eyes, unless it is plainly not ours alone (/tmp, a home). */
  private static void close(Path folder) throws IOException, StoreException {
    Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
    open.addAll(Files.getPosixFilePermissions(folder));
    open.retainAll(OTHERS);
    if (open.isEmpty()) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent() && !isOurs(folder)) {
        throw new StoreException(
            "the data folder "
                + folder
                + " holds other files and is open to other users:"
                + " name a folder of its own, or close it (chmod 700)",
            true);
      }
    }
    Files.setPosixFilePermissions(folder, FOLDER);
  }

  /** A server has been here. */
  private static boolean isOurs(Path folder) {
    return Files.exists(folder.resolve("lock")) && Files.exists(folder.resolve("turn"));
  }

  private static DataFolder hold(Path folder) throws IOException, StoreException {
    FileChannel lock =
        FileChannel.open(
            privately(folder.resolve("lock")), StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw taken(folder);
      }
      return new DataFolder(
          folder, lock, new RandomAccessFile(privately(folder.resolve("turn")).toFile(), "rw"));
    } catch (IOException | StoreException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The file, made empty when there is none, with nobody else's rights on it. */
  private static Path privately(Path file) throws IOException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
    } catch (FileAlreadyExistsException e) {
      Files.setPosixFilePermissions(file, FILE);
    }
    return file;
  }

  private List<String> lines(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
  }

  /** After a crash either the old lines are there or the new ones. */
  private void replace(String name, List<String> lines) throws IOException {
    Path fresh = folder.resolve(name + ".new");
    writeDurably(fresh, String.join("\n", lines) + "\n");
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  private static void writeDurably(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    try (FileChannel channel = FileChannel.open(privately(file), StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static StoreException taken(Path folder) {
    return new StoreException("another Parlor is running on this folder: " + folder, true);
  }
}
