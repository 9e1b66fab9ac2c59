package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A source file of the server, broken on purpose. A snippet that is not there exactly once is an
 * error: the control would prove nothing.
 */
final class Mutant {
  private static final Path SOURCES = Path.of("src/main/java/chat/parlor");

  private static final String MOMENT =
      "java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);\n";

  private final Path file;
  private final String source;

  private Mutant(Path file, String source) {
    this.file = file;
    this.source = source;
  }

  /** With a moment in between that is long enough to be met on any machine. */
  static Mutant thatAcknowledgesBeforeTheCommit() {
    return of("room/RoomWriter.java")
        .replace(
            "        asked = true;\n",
            "asked = true; answer(batch.answers()); afterCommit.run(); " + MOMENT)
        .replace(
            "      refusing = false;\n      answer(batch.answers());\n", "refusing = false;\n");
  }

  static Mutant of(String file) {
    Path path = SOURCES.resolve(file);
    try {
      return new Mutant(path, Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Mutant replace(String snippet, String replacement) {
    int at = source.indexOf(snippet);
    assertThat(at >= 0 && source.indexOf(snippet, at + 1) < 0)
        .as("%s stands exactly once in %s", snippet, file)
        .isTrue();
    return new Mutant(file, source.replace(snippet, replacement));
  }

  /** Compiles it into a folder that goes before the server's classes. */
  void compileInto(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            folder.toString(),
            "-cp",
            folder + ":" + System.getProperty("java.class.path"));
    boolean good =
        compiler.getTask(said, null, null, options, null, List.of(new Source(source))).call();
    assertThat(good).as("%s compiles: %s", file, said).isTrue();
  }

  private final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///" + file.getFileName()), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
