package chat.parlor.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Talks in a room at a steady pace, on threads of its own, until closed. */
final class Talker implements AutoCloseable {
  private static final String FILLING = "x".repeat(80);

  private final Probe probe;
  private final Thread sending;
  private final Thread receiving;
  private final AtomicLong acked = new AtomicLong();
  private volatile boolean over;

  /** Microseconds from each message to its own echo since {@link #forget}; guarded by itself. */
  private final List<Long> echoMicros = new ArrayList<>();

  Talker(int port, String room, int perSecond) {
    probe = Probe.open(port, "/ws?name=talker-" + room + "&room=" + room);
    probe.await("joined");
    sending = Thread.ofPlatform().daemon().start(() -> send(room, perSecond));
    receiving = Thread.ofPlatform().daemon().start(this::receive);
  }

  private void send(String room, int perSecond) {
    long begun = System.nanoTime();
    long interval = 1_000_000_000L / perSecond;
    for (long i = 0; !over; i++) {
      long due = begun + i * interval - System.nanoTime();
      if (due > 0) {
        ParlorProcess.pause(Math.max(1, due / 1_000_000));
      }
      try {
        probe.say(
            String.format(
                Locale.ROOT,
                "{\"type\":\"chat\",\"room\":\"%s\",\"message\":\"T%020d %s\"}",
                room,
                System.nanoTime(),
                FILLING));
      } catch (RuntimeException e) {
        return;
      }
    }
  }

  private void receive() {
    while (!over) {
      Probe.Frame frame;
      try {
        frame = probe.next(60_000);
      } catch (AssertionError e) {
        return;
      }
      if (frame == null) {
        return;
      }
      if (frame.opcode() == 9) {
        probe.raw(Probe.frame(0x8a, frame.payload()));
      } else if (frame.opcode() == 1) {
        heard(frame.text());
      }
    }
  }

  private void heard(String text) {
    if (text.startsWith("{\"type\":\"ack\"")) {
      acked.incrementAndGet();
    }
    int at = text.indexOf("\"message\":\"T");
    if (text.startsWith("{\"type\":\"chat\"") && at > 0) {
      long sent = Long.parseLong(text.substring(at + 12, at + 32));
      synchronized (echoMicros) {
        echoMicros.add((System.nanoTime() - sent) / 1_000);
      }
    }
  }

  /** Messages acknowledged. */
  long acked() {
    return acked.get();
  }

  void forget() {
    synchronized (echoMicros) {
      echoMicros.clear();
    }
  }

  /** The 99th percentile of the time to one's own echo, microseconds; 0 when nothing came. */
  long p99Micros() {
    synchronized (echoMicros) {
      List<Long> sorted = echoMicros.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1);
    }
  }

  @Override
  public void close() {
    over = true;
    probe.close();
    try {
      sending.join();
      receiving.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
