package chat.parlor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** Files with secrets in them: others on this machine must not be able to read them. */
final class SecretFile {
  private SecretFile() {}

  /**
   * Why the file is open to everybody, as the end of a sentence; empty when it is not, or when this
   * file system has no such permissions.
   */
  static Optional<String> readableByOthers(Path path) {
    try {
      return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)
          ? Optional.of("everybody on this machine can read it: chmod 600 " + path)
          : Optional.empty();
    } catch (UnsupportedOperationException | IOException e) {
      return Optional.empty(); // an unreadable file is reported by whoever reads it
    }
  }
}
