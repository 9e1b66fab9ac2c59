package chat.parlor.disks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk of its own, in memory, to be filled. Needs root. */
public record SmallDisk(Path folder) implements AutoCloseable {

  public static SmallDisk mount(Path folder, String options) throws IOException {
    Files.createDirectories(folder);
    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
    return new SmallDisk(folder);
  }

  public void remount(String options) throws IOException {
    run("mount", "-o", "remount," + options, folder.toString());
  }

  /** Takes all the room that is left, until {@link #free}. */
  public void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  public void free() throws IOException {
    Files.delete(ballast());
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", folder.toString());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue())
        .as("%s (needs root): %s", String.join(" ", command), said)
        .isZero();
  }
}
