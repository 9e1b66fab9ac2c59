package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.parlor.e2e.ParlorProcess;
import chat.parlor.e2e.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who is dead is found, and who is only slow is left alone (G11, G12). {@code
 * -Dslow.reader.seconds} and {@code -Dslow.reader.heartbeat} set the slow reader's run.
 */
@Tag("slow")
class HeartbeatTest {
  private static final int HEARTBEAT_SECONDS = 3;
  private static final int READER_SECONDS = Integer.getInteger("slow.reader.seconds", 45);
  private static final int READER_HEARTBEAT = Integer.getInteger("slow.reader.heartbeat", 30);
  private static final int BYTES_PER_SECOND = 1024;

  @TempDir private Path folder;

  @Test
  void aFrozenClientIsGoneWithinTwoHeartbeats() throws Exception {
    try (ParlorProcess server =
            ParlorProcess.in(folder).with("--heartbeat.seconds=" + HEARTBEAT_SECONDS).start();
        Probe witness = Probe.open(server.port(), "/ws?name=Witness")) {
      witness.await("joined");
      Process other = client(server.port());
      try {
        witness.await(it -> it.path("event").asString().equals("join"));
        await().until(() -> connections(server), it -> it == 2);
        listen(witness, TimeUnit.SECONDS.toMillis(2 * HEARTBEAT_SECONDS + 1));
        assertThat(connections(server)).as("alive, it answers pings").isEqualTo(2);

        signal("-STOP", other);
        long frozen = System.nanoTime();
        int count = awaitLeave(witness, frozen);
        long millis = millisSince(frozen);
        tell("FIG a frozen client was gone after %d ms".formatted(millis));
        assertThat(count).isEqualTo(1);
        assertThat(millis).isLessThan(TimeUnit.SECONDS.toMillis(2 * HEARTBEAT_SECONDS + 2));
        assertThat(connections(server)).isEqualTo(1);
      } finally {
        signal("-CONT", other);
        other.destroyForcibly().waitFor();
      }
    }
  }

  /** Its socket is full, as a slow reader's is, but its window does not open again. */
  @Test
  void aFrozenClientInABusyRoomIsGoneWhenItTookNothingForFourHeartbeats() throws Exception {
    try (ParlorProcess server =
        ParlorProcess.in(folder)
            .withoutLimits()
            .with("--heartbeat.seconds=" + HEARTBEAT_SECONDS)
            .start()) {
      AtomicBoolean quiet = new AtomicBoolean();
      Process frozen = client(server.port());
      Thread talking = Thread.startVirtualThread(() -> talk(server.port(), "lobby", 5, quiet));
      try {
        await().until(() -> connections(server), it -> it == 2);
        Thread.sleep(2_000); // so that it reads for a while
        signal("-STOP", frozen);
        long since = System.nanoTime();
        await().atMost(Duration.ofSeconds(40)).until(() -> connections(server), it -> it == 1);
        tell("FIG frozen in a busy room, gone after %d ms".formatted(millisSince(since)));
        assertThat(talking.isAlive()).isTrue();
      } finally {
        quiet.set(true);
        talking.join();
        signal("-CONT", frozen);
        frozen.destroyForcibly().waitFor();
      }
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  /** Answers pings for so long. */
  private static void listen(Probe probe, long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() - until < 0) {
      probe.say("{\"type\":\"ping\",\"ref\":1}");
      probe.await("pong");
      Thread.sleep(100);
    }
  }

  /** The userCount that the leave tells; pings are answered meanwhile. */
  private static int awaitLeave(Probe witness, long since) {
    while (System.nanoTime() - since < TimeUnit.SECONDS.toNanos(60)) {
      Probe.Frame frame = witness.next(60_000);
      assertThat(frame).isNotNull();
      if (frame != null && frame.opcode() == 9) {
        witness.raw(Probe.frame(0x8a, frame.payload()));
      } else if (frame != null && frame.text().contains("\"event\":\"leave\"")) {
        String text = frame.text();
        int at = text.indexOf("\"userCount\":") + "\"userCount\":".length();
        return Integer.parseInt(text.substring(at, at + 1));
      }
    }
    throw new AssertionError("nobody left within 60 s");
  }

  /** A client that answers every ping, in a process that can be frozen. */
  private Process client(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Client.class.getName(),
            Integer.toString(port))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("client.log").toFile())
        .start();
  }

  /** Its main. */
  static final class Client {
    private Client() {}

    public static void main(String[] arguments) {
      Probe probe = Probe.open(Integer.parseInt(arguments[0]), "/ws?name=Frozen");
      for (Probe.Frame frame = probe.next(60_000); frame != null; frame = probe.next(60_000)) {
        if (frame.opcode() == 9) {
          probe.raw(Probe.frame(0x8a, frame.payload()));
        }
      }
    }
  }

  private static void signal(String signal, Process process) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
  }

  private static int connections(ParlorProcess server) {
    String stats = server.get("/api/stats");
    int at = stats.indexOf("\"activeConnections\":") + "\"activeConnections\":".length();
    return Integer.parseInt(stats.substring(at, stats.indexOf(',', at)));
  }

  /**
   * Two in a busy room, for whom the socket is soon full, and one in a calmer room, where for long
   * the kernel takes everything and only the answers to pings come late.
   */
  @Test
  void aReaderOfOneKilobyteASecondIsNotCutOff() throws Exception {
    try (ParlorProcess server =
            ParlorProcess.in(folder)
                .withoutLimits()
                .with("--heartbeat.seconds=" + READER_HEARTBEAT)
                .start();
        Probe small = Probe.open(server.port(), "/ws?room=busy&name=Small", 8 << 10);
        Probe usual = Probe.open(server.port(), "/ws?room=busy&name=Usual");
        Probe calm = Probe.open(server.port(), "/ws?room=calm&name=Calm")) {
      AtomicBoolean quiet = new AtomicBoolean();
      List<Thread> talking =
          List.of(
              Thread.startVirtualThread(() -> talk(server.port(), "busy", 5, quiet)),
              Thread.startVirtualThread(() -> talk(server.port(), "calm", 100, quiet)));
      List<Thread> reading =
          Stream.of(small, usual, calm)
              .map(reader -> Thread.startVirtualThread(() -> sip(reader, quiet)))
              .toList();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(READER_SECONDS);
      while (System.nanoTime() - until < 0) {
        assertThat(reading).as("nobody was cut off").allMatch(Thread::isAlive);
        Thread.sleep(250);
      }
      assertThat(connections(server)).as("nobody was cut off").isEqualTo(5);
      assertThat(talking).allMatch(Thread::isAlive);
      assertThat(reading).allMatch(Thread::isAlive);
      quiet.set(true);
      for (Thread talker : talking) {
        talker.join();
      }
    }
  }

  /** Frame after frame at that speed; a ping is answered when it is come to. */
  private static void sip(Probe reader, AtomicBoolean quiet) {
    try {
      while (!quiet.get()) {
        Probe.Frame frame = reader.next(120_000);
        if (frame == null) {
          return;
        }
        if (frame.opcode() == 9) {
          reader.raw(Probe.frame(0x8a, frame.payload()));
        }
        Thread.sleep(1_000L * frame.payload().length / BYTES_PER_SECOND);
      }
    } catch (InterruptedException | UncheckedIOException e) {
      return; // cut off: the count of connections tells
    }
  }

  /** Sends messages of 200 letters, far more than the slow ones read. */
  private static void talk(int port, String room, int pauseMillis, AtomicBoolean quiet) {
    try (Probe talker = Probe.open(port, "/ws?echo=0&name=Talker&room=" + room)) {
      String text = "x".repeat(200);
      while (!quiet.get()) {
        talker.say(text);
        talker.await("ack");
        Thread.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.println(line);
  }
}
