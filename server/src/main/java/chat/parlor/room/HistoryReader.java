package chat.parlor.room;

import chat.parlor.log.Entry;
import chat.parlor.log.Logs;
import chat.parlor.log.RoomLog;
import chat.parlor.protocol.ClientFrame.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** A stretch of a room's past for one reader. */
public final class HistoryReader {
  private static final int MAX_BYTES = 64 << 10;

  private final Logs logs;
  private final Runnable afterMove;

  /**
   * Reads these logs.
   *
   * @param afterMove called after a log was moved to where the store has it; any thread
   */
  public HistoryReader(Logs logs, Runnable afterMove) {
    this.logs = logs;
    this.afterMove = afterMove;
  }

  /**
   * What was read.
   *
   * @param entries ascending, without holes
   * @param head the room's newest number when it was read
   */
  public record Stretch(List<byte[]> entries, long head, long floor) {}

  /**
   * Reads at most {@code limit} entries, and at most {@value #MAX_BYTES} bytes of them: where they
   * are more, those farthest from what was asked for are left out. The caller has checked that the
   * reader may read.
   */
  public CompletableFuture<Stretch> read(RoomLog log, Window window, int limit) {
    if (!logs.shared()) {
      return readKnown(log, window, limit);
    }
    // What another server has acknowledged is in it; while the store is away, what is known here.
    return logs.refresh(List.of(log.name()))
        .handle((_, _) -> log)
        .thenCompose(_ -> {
          afterMove.run();
          return readKnown(log, window, limit);
        });
  }

  private CompletableFuture<Stretch> readKnown(RoomLog log, Window window, int limit) {
    long head = log.head();
    long floor = log.floor();
    long from;
    long to;
    switch (window) {
      case Window.Newest newest -> {
        to = head;
        from = to - limit + 1;
      }
      case Window.Before before -> {
        to = Math.min(head, before.seq() - 1);
        from = to - limit + 1;
      }
      case Window.After after -> {
        from = Math.max(after.seq(), floor) + 1;
        to = from + limit - 1;
      }
      case Window.Around around -> {
        from = Math.max(around.seq() - limit / 2, floor + 1);
        to = from + limit - 1;
      }
    }
    boolean newestFirst = !(window instanceof Window.After);
    return logs.range(log, Math.max(from, floor + 1), Math.min(to, head))
        .thenApply(entries -> new Stretch(bounded(entries, newestFirst), head, floor));
  }

  /**
   * A room's log in stretches of one length.
   *
   * @param times by the first number of each, ascending
   * @param head the room's newest number when it was read
   */
  public record Divided(SequencedMap<Long, Instant> times, long head, long floor) {}

  /** Divides what is kept into at most so many stretches: one look-up each, in one task. */
  public CompletableFuture<Divided> divide(RoomLog log, int count) {
    long head = log.head();
    long floor = log.floor();
    long kept = head - floor;
    long stretches = Math.min(count, kept);
    List<Long> firsts =
        LongStream.range(0, stretches)
            .mapToObj(i -> floor + 1 + Math.multiplyExact(i, kept) / stretches)
            .toList();
    return logs.times(log, firsts).thenApply(times -> new Divided(times, head, floor));
  }

  private static List<byte[]> bounded(List<Entry> entries, boolean newestFirst) {
    List<byte[]> bodies = new ArrayList<>(entries.size());
    int bytes = 0;
    for (Entry entry : newestFirst ? entries.reversed() : entries) {
      bytes += entry.body().length;
      if (bytes > MAX_BYTES && !bodies.isEmpty()) {
        break;
      }
      bodies.add(entry.body());
    }
    return newestFirst ? bodies.reversed() : bodies;
  }
}
