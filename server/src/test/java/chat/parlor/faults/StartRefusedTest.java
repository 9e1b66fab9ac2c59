package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.disks.SmallDisk;
import chat.parlor.e2e.ParlorProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a server from starting is said in clear lines, and the exit code is not 0. */
class StartRefusedTest {
  @TempDir private Path folder;

  private record End(int code, List<String> lines) {}

  @Test
  void aSecondServerOnTheSameFolder() throws Exception {
    try (ParlorProcess first = ParlorProcess.in(folder).start()) {
      End second = start("--port=0", "--data=" + first.data());
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.lines()).hasSize(1);
      assertThat(second.lines().getFirst())
          .startsWith("parlor: ")
          .contains(first.data().toString())
          .contains("another Parlor is running");
      assertThat(first.get("/readyz")).contains("ok");
    }
  }

  @Test
  void aPortInUse() throws Exception {
    try (ParlorProcess first = ParlorProcess.in(folder).start()) {
      End second = start("--port=" + first.port(), "--data=" + folder.resolve("other"));
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.lines()).hasSize(1);
      assertThat(second.lines().getFirst())
          .startsWith("parlor: cannot listen on 127.0.0.1:" + first.port())
          .contains("--port");
    }
  }

  /** Root may write anywhere, so only another kind of disk is read-only for it. */
  @Test
  void aReadOnlyDisk() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), "size=4m")) {
      disk.remount("ro");
      End end = start("--port=0", "--data=" + disk.folder().resolve("data"));
      assertThat(end.code()).isEqualTo(1);
      assertThat(end.lines()).hasSize(1);
      assertThat(end.lines().getFirst())
          .startsWith("parlor: ")
          .contains(disk.folder().resolve("data").toString());
    }
  }

  @Test
  void aFolderBelowAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    End end = start("--port=0", "--data=" + file.resolve("data"));
    assertThat(end.code()).isEqualTo(1);
    assertThat(end.lines()).hasSize(1);
    assertThat(end.lines().getFirst()).startsWith("parlor: ").contains(file.toString());
  }

  @Test
  void threeErrorsInOneConfigurationAreThreeLines() throws Exception {
    End end = start("--port=70000", "--language=fr", "--limits.messageBurst=many");
    assertThat(end.code()).isEqualTo(2);
    assertThat(end.lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("parlor: "))
        .anyMatch(line -> line.contains("port") && line.contains("70000"))
        .anyMatch(line -> line.contains("language") && line.contains("fr"))
        .anyMatch(line -> line.contains("limits.messageBurst") && line.contains("many"));
  }

  private End start(String... options) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(ParlorProcess.command(List.of(), List.of(options)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
      return new End(process.exitValue(), said.lines().toList());
    } finally {
      process.destroyForcibly();
    }
  }
}
