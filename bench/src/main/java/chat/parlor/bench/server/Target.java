package chat.parlor.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that is loaded: where it is, and what can be known of its process. */
public final class Target implements AutoCloseable {
  private final String name;
  private final InetSocketAddress address;
  private final OptionalLong pid;

  /** Null for one that ran already: it is left running. */
  private final @Nullable StartedServer started;

  Target(
      String name, InetSocketAddress address, OptionalLong pid, @Nullable StartedServer started) {
    this.name = name;
    this.address = address;
    this.pid = pid;
    this.started = started;
  }

  /** One that runs already. */
  public static Target running(URI url, OptionalLong pid) {
    int port = url.getPort() < 0 ? 80 : url.getPort();
    return new Target("parlor", new InetSocketAddress(url.getHost(), port), pid, null);
  }

  public String name() {
    return name;
  }

  public InetSocketAddress address() {
    return address;
  }

  public OptionalLong pid() {
    return pid;
  }

  /** Whether its processor time and memory can be read. */
  public boolean isKnown() {
    return pid.isPresent();
  }

  public ProcessStats stats() {
    return new ProcessStats(pid.orElse(-1));
  }

  /** A figure of {@code /metrics}; empty where there is none. */
  public OptionalDouble metric(String metric) {
    URI uri =
        URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/metrics");
    try {
      HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection();
      try (InputStream in = http.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith(metric + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
            .findFirst();
      }
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  /** Bytes of live objects, after a full collection. */
  public OptionalLong liveHeapBytes() {
    if (pid.isEmpty()) {
      return OptionalLong.empty();
    }
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(pid.getAsLong()), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(30, TimeUnit.SECONDS);
      return text.lines()
          .filter(line -> line.startsWith("Total "))
          .mapToLong(line -> Long.parseLong(line.strip().split(" +", -1)[2]))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    if (started != null) {
      started.close();
    }
  }
}
