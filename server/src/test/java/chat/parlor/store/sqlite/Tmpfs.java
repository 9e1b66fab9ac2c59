package chat.parlor.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk of its own, to be filled. Needs root. */
record Tmpfs(Path folder) implements AutoCloseable {

  static Tmpfs mount(Path folder, String options) throws IOException {
    Files.createDirectories(folder);
    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
    return new Tmpfs(folder);
  }

  void remount(String options) throws IOException {
    run("mount", "-o", "remount," + options, folder.toString());
  }

  @Override
  public void close() throws IOException {
    run("umount", folder.toString());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue())
        .as("%s (needs root): %s", String.join(" ", command), said)
        .isZero();
  }
}
