package chat.parlor.databases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once into {@code target} and kept there. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /** The command of a program. As root it runs as nobody: PostgreSQL refuses to be root. */
  static List<String> program(String name) {
    String path = folder().resolve("bin").resolve(name).toString();
    return System.getProperty("user.name").equals("root")
        ? List.of("unshare", "-U", path)
        : List.of(path);
  }

  /** The data of a server that holds nothing yet, to be copied. */
  static Path emptyCluster() {
    Path cluster = folder().resolve("empty-cluster");
    once(
        cluster,
        () -> {
          List<String> command = new ArrayList<>(program("initdb"));
          command.addAll(List.of("-D", cluster.toString(), "-U", "parlor", "-A", "trust"));
          command.addAll(List.of("-E", "UTF8", "--locale=C", "-N"));
          Process initdb =
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(folder().resolve("initdb.log").toFile())
                  .start();
          if (initdb.waitFor() != 0) {
            throw new IOException("initdb failed, see initdb.log in " + folder());
          }
        });
    return cluster;
  }

  /** The folder with {@code bin}, {@code lib} and {@code share}. */
  static Path folder() {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    Path folder = Path.of("target", "postgres-" + machine).toAbsolutePath();
    once(folder, () -> unpack("/postgres-linux-" + machine + ".txz", folder));
    return folder;
  }

  private interface Making {
    void make() throws IOException, InterruptedException;
  }

  /** Test classes run in several processes at once: one of them makes it, the others wait. */
  private static synchronized void once(Path made, Making making) {
    Path whole = made.resolveSibling(made.getFileName() + ".whole");
    try {
      Files.createDirectories(made.getParent());
      try (FileChannel channel =
              FileChannel.open(
                  made.resolveSibling(made.getFileName() + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (held.isValid() && !Files.exists(whole)) {
          making.make();
          Files.createFile(whole);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void unpack(String resource, Path folder) throws IOException {
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new IOException("there is no PostgreSQL for this machine: " + resource);
      }
      TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed));
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(file.getParent());
          Files.deleteIfExists(file);
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
          Files.setPosixFilePermissions(file, rights(entry));
        }
      }
    }
  }

  private static Set<PosixFilePermission> rights(TarArchiveEntry entry) {
    Set<PosixFilePermission> rights =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    if ((entry.getMode() & 0100) != 0) {
      rights.add(PosixFilePermission.OWNER_EXECUTE);
    }
    return rights;
  }
}
