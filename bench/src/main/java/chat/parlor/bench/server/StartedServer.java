package chat.parlor.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server in a process of its own, with a folder that goes with it. */
public final class StartedServer implements AutoCloseable {
  private static final long START_SECONDS = 60;

  /** Each prints its address once it listens. */
  private static final Pattern ADDRESS = Pattern.compile("(?:http|ws)://[^/:\\s]+:(\\d+)");

  private final String name;
  private final Path folder;
  private final Process process;
  private final Path log;

  private StartedServer(String name, Path folder, Process process, Path log) {
    this.name = name;
    this.folder = folder;
    this.process = process;
    this.log = log;
  }

  /**
   * How a server is started; {@code {data}} stands for its folder.
   *
   * @param core the processor it is pinned to; empty: any
   * @param in the working folder
   */
  public record Start(
      String name, List<String> command, List<String> options, OptionalLong core, String in) {}

  /** Starts it and waits for its address; it does not outlive this process. */
  public static Target start(Start start) {
    try {
      Path folder = Files.createTempDirectory("parlor-bench-");
      Path log = folder.resolve("server.log");
      List<String> command = new ArrayList<>();
      start.core().ifPresent(it -> command.addAll(List.of("taskset", "-c", Long.toString(it))));
      command.addAll(start.command());
      start.options().forEach(it -> command.add(it.replace("{data}", folder.toString())));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Path.of(start.in().replace("{data}", folder.toString())).toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(Map.of("PORT", "0", "HOST", "127.0.0.1"));
      StartedServer server = new StartedServer(start.name(), folder, builder.start(), log);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server.target();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Target target() {
    int port = awaitPort();
    return new Target(
        name,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        OptionalLong.of(process.pid()),
        this);
  }

  private int awaitPort() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() - until < 0 && process.isAlive()) {
      Matcher address = ADDRESS.matcher(output());
      if (address.find()) {
        return Integer.parseInt(address.group(1));
      }
      pause();
    }
    String output = output();
    close();
    throw new IllegalStateException(name + " did not start: " + output);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String output() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, and removes its folder. Twice is once. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
