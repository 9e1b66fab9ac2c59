package chat.parlor.e2e;

import chat.parlor.databases.PostgresServer;
import chat.parlor.databases.SharedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real server in a JVM of its own, on a free port of loopback, with its data in a folder that
 * outlives it. Its output is in {@link #log}.
 */
public final class ParlorProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Pattern ADDRESS = Pattern.compile("http://[^/:]+:(\\d+)/");

  private final Path folder;
  private final List<String> classPathBefore;
  private final List<String> wrapper;
  private final List<String> flags;
  private final String store;
  private final Map<String, String> environment;
  private Process process;
  private Path log;
  private int port;
  private int starts;

  private ParlorProcess(Builder builder) {
    this.folder = builder.folder;
    this.classPathBefore = List.copyOf(builder.classPathBefore);
    this.wrapper = List.copyOf(builder.wrapper);
    this.flags = List.copyOf(builder.flags);
    this.environment = Map.copyOf(builder.environment);
    this.store = builder.store.isEmpty() ? standardStore() : builder.store;
    this.log = folder.resolve("server-0.log");
    this.process = launch(0);
    this.port = awaitAddress();
  }

  /** How a server is started. */
  public static final class Builder {
    private final Path folder;
    private final List<String> classPathBefore = new ArrayList<>();
    private final List<String> wrapper = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String store = "";

    Builder(Path folder) {
      this.folder = folder;
    }

    /** Options of the server, as {@code --name=value}. */
    public Builder with(String... options) {
      flags.addAll(List.of(options));
      return this;
    }

    /** Lifts every limit that would stand in the way of load from one address. */
    public Builder withoutLimits() {
      return with(
          "--limits.messagesPerSecond=0",
          "--limits.connectionsPerAddress=0",
          "--limits.joinsPerMinute=0",
          "--limits.newRoomsPerMinute=0");
    }

    /** Classes that go before the server's own: a copy that was broken on purpose. */
    public Builder classes(Path classes) {
      classPathBefore.add(classes.toString());
      return this;
    }

    /** A command the JVM is started by, such as {@code strace -f …}. */
    public Builder under(String... command) {
      wrapper.addAll(List.of(command));
      return this;
    }

    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** What keeps the messages, whatever {@code parlor.test.store} says. */
    public Builder on(String address) {
      store = address;
      return this;
    }

    public ParlorProcess start() {
      return new ParlorProcess(this);
    }
  }

  /** By {@code -Dparlor.test.store=postgres} each server gets a new database of a real one. */
  private static String standardStore() {
    return System.getProperty("parlor.test.store", "sqlite").equals("postgres")
        ? SharedPostgres.server().newDatabase()
        : "sqlite";
  }

  /** A server whose data and logs go into this folder. */
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  /** The command line that a builder would run, for tests of what fails at the start. */
  public static List<String> command(List<String> classPathBefore, List<String> options) {
    List<String> classPath = new ArrayList<>(classPathBefore);
    classPath.add(System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-Dio.netty.leakDetection.level=simple",
                "-cp",
                String.join(":", classPath),
                "chat.parlor.Main",
                "serve"));
    command.addAll(options);
    return command;
  }

  private Process launch(int onPort) {
    List<String> options = new ArrayList<>(flags);
    options.add("--port=" + onPort);
    options.add("--data=" + folder.resolve("data"));
    options.add("--store=" + store);
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(command(classPathBefore, options));
    log = folder.resolve("server-" + starts++ + ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int awaitAddress() {
    long until = System.nanoTime() + START.toNanos();
    while (System.nanoTime() - until < 0) {
      String output = output();
      Matcher address = ADDRESS.matcher(output);
      if (address.find()) {
        return Integer.parseInt(address.group(1));
      }
      if (!process.isAlive()) {
        throw new IllegalStateException("the server did not start: " + output);
      }
      pause(10);
    }
    throw new IllegalStateException("no address within " + START + ": " + output());
  }

  public int port() {
    return port;
  }

  /** The server's own process, also when a wrapper stands before it. */
  public long pid() {
    return wrapper.isEmpty()
        ? process.pid()
        : process.descendants().reduce((first, last) -> last).orElseThrow().pid();
  }

  /** A connection to what it stores, past all its code. */
  public Connection database() throws SQLException {
    return store.equals("sqlite")
        ? DriverManager.getConnection("jdbc:sqlite:" + data().resolve("parlor.db"))
        : PostgresServer.connect(store);
  }

  public Path data() {
    return folder.resolve("data");
  }

  /** What the server has printed since its last start. */
  public String output() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Ends the process at once (SIGKILL). */
  public void kill() {
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    waitFor(Duration.ofSeconds(10));
  }

  /** Asks it to stop (SIGTERM) and returns its exit code. */
  public int terminate(Duration within) {
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
    return waitFor(within);
  }

  /** Waits for its end and returns the exit code. */
  public int waitFor(Duration within) {
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + within);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops it where it stands (SIGSTOP), until {@link #thaw}. */
  public void freeze() {
    PostgresServer.signal("STOP", List.of(pid()));
  }

  public void thaw() {
    PostgresServer.signal("CONT", List.of(pid()));
  }

  /** Starts it again on the same folder and the same port. */
  public void restart() {
    process = launch(port);
    port = awaitAddress();
  }

  /** The body of a GET that answers 200. */
  public String get(String path) {
    try {
      HttpURLConnection http =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      try (var in = http.getInputStream()) {
        return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A figure of {@code /metrics}; 0 when it is not there. */
  public double metric(String name) {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    waitFor(Duration.ofSeconds(10));
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
