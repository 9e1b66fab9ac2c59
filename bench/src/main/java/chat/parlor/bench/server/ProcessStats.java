package chat.parlor.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux says of a process (proc(5)). A process that is gone has used nothing. */
public final class ProcessStats {
  /** Clock ticks a second, in which {@code stat} counts: the same on every Linux that is in use. */
  private static final double TICKS = 100;

  /** Fields of {@code stat} behind the name of the program. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;

  private final Path folder;

  public ProcessStats(long pid) {
    this.folder = Path.of("/proc", Long.toString(pid));
  }

  /** Processor time of all its threads since it began. */
  public double cpuSeconds() {
    List<String> lines = lines("stat");
    if (lines.isEmpty()) {
      return 0;
    }
    String line = lines.getFirst();
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS;
  }

  /** Time in which its threads could have run and had no processor. */
  public double waitedSeconds() {
    try (Stream<Path> threads = Files.list(folder.resolve("task"))) {
      return threads.mapToLong(ProcessStats::waitedNanos).sum() / 1e9;
    } catch (IOException e) {
      return 0;
    }
  }

  private static long waitedNanos(Path thread) {
    try {
      return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", -1)[1]);
    } catch (IOException e) {
      return 0; // it ended meanwhile
    }
  }

  /** Resident memory, in KiB. */
  public long rssKib() {
    return lines("status").stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(folder.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
