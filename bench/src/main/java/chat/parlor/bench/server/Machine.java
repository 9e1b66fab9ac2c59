package chat.parlor.bench.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine that a figure holds for. */
public final class Machine {
  private Machine() {}

  /** One line: processor, cores, memory, system, JDK. */
  public static String description() {
    Runtime.Version jdk = Runtime.version();
    return "%s, %d cores, %d GiB, %s %s, JDK %d.%d.%d"
        .formatted(
            first("/proc/cpuinfo", "model name"),
            cores(),
            Math.round(number(first("/proc/meminfo", "MemTotal")) / 1024.0 / 1024.0),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            jdk.feature(),
            jdk.interim(),
            jdk.update());
  }

  /** All of them, though this process may be pinned to one. */
  static long cores() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(line -> line.startsWith("processor")).count();
    } catch (IOException e) {
      return Runtime.getRuntime().availableProcessors();
    }
  }

  private static String first(String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static long number(String text) {
    String digits = text.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  /** How many files, sockets among them, this process may have open. */
  public static long descriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
