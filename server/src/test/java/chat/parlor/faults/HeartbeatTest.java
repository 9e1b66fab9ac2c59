package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.parlor.e2e.ParlorProcess;
import chat.parlor.e2e.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private static final int READER_SECONDS = Integer.getInteger("slow.reader.seconds", 75);
  private static final int READER_HEARTBEAT = Integer.getInteger("slow.reader.heartbeat", 5);
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
        long millis = (System.nanoTime() - frozen) / 1_000_000;
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

  @Test
  void aReaderOfOneKilobyteASecondIsNotCutOff() throws Exception {
    try (ParlorProcess server =
            ParlorProcess.in(folder)
                .withoutLimits()
                .with("--heartbeat.seconds=" + READER_HEARTBEAT)
                .start();
        Probe small = Probe.open(server.port(), "/ws?room=tea&name=Small", 8 << 10);
        Probe usual = Probe.open(server.port(), "/ws?room=tea&name=Usual")) {
      AtomicBoolean quiet = new AtomicBoolean();
      Thread busy = Thread.startVirtualThread(() -> talk(server.port(), quiet));
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(READER_SECONDS);
      while (System.nanoTime() - until < 0) {
        sip(small);
        sip(usual);
        Thread.sleep(250);
      }
      assertThat(busy.isAlive()).isTrue();
      assertThat(connections(server)).isEqualTo(3);
      quiet.set(true);
      busy.join();
    }
  }

  /** A quarter of a second's bytes, and no answer to any ping. */
  private static void sip(Probe reader) throws IOException {
    reader.socket().setSoTimeout(5_000);
    InputStream in = reader.socket().getInputStream();
    for (int left = BYTES_PER_SECOND / 4; left > 0; ) {
      int read;
      try {
        read = in.read(new byte[left]);
      } catch (SocketTimeoutException e) {
        throw new AssertionError("nothing more comes", e);
      }
      assertThat(read).as("cut off").isPositive();
      left -= read;
    }
  }

  /** Two hundred messages a second, far more than the slow ones read. */
  private static void talk(int port, AtomicBoolean quiet) {
    try (Probe talker = Probe.open(port, "/ws?room=tea&echo=0&name=Talker")) {
      String text = "x".repeat(200);
      while (!quiet.get()) {
        talker.say(text);
        talker.await("ack");
        Thread.sleep(5);
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
