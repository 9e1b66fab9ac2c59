package chat.parlor.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One real server for all tests of a class. After each of them it must live and serve others:
 * whatever a client did, it is nobody else's trouble.
 */
final class OneServer implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private final UnaryOperator<ParlorProcess.Builder> options;

  /** Both null before the first test and after the last; set by the thread of the tests. */
  private @Nullable Path folder;

  private @Nullable ParlorProcess process;

  private OneServer(UnaryOperator<ParlorProcess.Builder> options) {
    this.options = options;
  }

  /** Without the limits that would stand in the way of many tests from one address. */
  static OneServer withoutLimits(String... options) {
    return new OneServer(builder -> builder.withoutLimits().with(options));
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path made = Files.createTempDirectory("parlor-");
    folder = made;
    process = options.apply(ParlorProcess.in(made)).start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Wire.serves(process());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (process != null) {
      process.close();
    }
    if (folder != null) {
      List<Path> inside;
      try (Stream<Path> walk = Files.walk(folder)) {
        inside = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path each : inside) {
        Files.delete(each);
      }
    }
  }

  ParlorProcess process() {
    if (process == null) {
      throw new IllegalStateException("it runs during tests only");
    }
    return process;
  }

  int port() {
    return process().port();
  }
}
