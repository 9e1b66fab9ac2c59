package chat.parlor.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL of its own on a free port of loopback, with its data in a folder. It syncs as a
 * server in use does. Everybody from loopback may enter.
 */
public final class PostgresServer implements AutoCloseable {
  private static final long START_SECONDS = 30;
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path folder;
  private final int port;
  private final List<String> settings;
  private Process process;

  private PostgresServer(Path folder, List<String> settings) {
    this.folder = folder;
    this.settings = settings;
    this.port = freePort();
    run(List.of("cp", "-a", PostgresBinaries.emptyCluster().toString(), data()));
    this.process = launch();
  }

  /** Starts one with these settings, {@code name=value} each. */
  public static PostgresServer in(Path folder, String... settings) {
    return new PostgresServer(folder, List.of(settings));
  }

  /** The address of a new, empty database. */
  public String newDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    sql("postgres", "CREATE DATABASE " + name);
    return address(name);
  }

  public String address(String database) {
    return address(database, port);
  }

  /** The same by another port: a proxy's. */
  public static String address(String database, int port) {
    return "postgres://parlor@127.0.0.1:" + port + "/" + database;
  }

  public int port() {
    return port;
  }

  /** A connection to a database by its address. */
  public static Connection connect(String address) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + address.substring(address.indexOf('@') + 1) + "?user=parlor");
  }

  /** Runs a statement, or a query whose first value is given. */
  public String sql(String database, String sql) {
    try (Connection connection = connect(address(database));
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      ResultSet rows = statement.getResultSet();
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Stops it as {@code pg_ctl -m immediate} does: its processes go without a checkpoint. */
  public void stopAtOnce() {
    signal("QUIT", List.of(process.pid()));
    process.toHandle().onExit().join();
  }

  /** Ends all its processes at once (SIGKILL). */
  public void kill() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.addFirst(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }

  /** Stops all its processes where they stand (SIGSTOP), until {@link #thaw}. */
  public void freeze() {
    signal("STOP", processes());
  }

  public void thaw() {
    signal("CONT", processes());
  }

  private List<Long> processes() {
    List<Long> all = new ArrayList<>(List.of(process.pid()));
    process.descendants().forEach(each -> all.add(each.pid()));
    return all;
  }

  /** Sends a signal, such as {@code STOP}, to these processes. */
  public static void signal(String name, List<Long> processes) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(each -> command.add(Long.toString(each)));
    try {
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException("could not send " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts it again on the same data and the same port. */
  public void restart() {
    process = launch();
  }

  public Path dataFolder() {
    return folder.resolve("postgres");
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private Process launch() {
    List<String> command = new ArrayList<>(PostgresBinaries.program("postgres"));
    command.addAll(List.of("-D", data(), "-p", Integer.toString(port)));
    List<String> all = new ArrayList<>(settings);
    all.add("listen_addresses=127.0.0.1");
    all.add("unix_socket_directories=");
    all.add("max_connections=50");
    all.forEach(setting -> command.addAll(List.of("-c", setting)));
    Process started = start(command);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() - until < 0) {
      try {
        process = started;
        sql("postgres", "SELECT 1");
        return started;
      } catch (IllegalStateException e) {
        if (!started.isAlive()) {
          throw new IllegalStateException("PostgreSQL did not start: " + log(), e);
        }
        pause();
      }
    }
    throw new IllegalStateException("PostgreSQL did not start: " + log());
  }

  private String data() {
    return dataFolder().toString();
  }

  private void run(List<String> command) {
    await(start(command), command.getFirst());
  }

  private Process start(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(Process started, String name) {
    try {
      if (started.waitFor() != 0) {
        throw new IllegalStateException(name + " failed: " + log());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("postgres.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
