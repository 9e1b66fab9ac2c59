package chat.parlor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.e2e.ParlorProcess;
import chat.parlor.e2e.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel saw of syncs and sockets, told by strace. */
@Tag("slow")
class SyncTest {
  private static final int CLOSED_LOOP = 1_000;
  private static final int SENDERS = 64;
  private static final int EACH = 50;

  @TempDir private Path folder;

  @Test
  void nobodyIsToldOfAMessageBeforeItIsSyncedAndEachSyncServesManySenders() throws IOException {
    try (ParlorProcess server = start()) {
      assertThat(wrongsOfOneMessage(server)).isEmpty();

      long from = Files.size(trace());
      closedLoop(server);
      long alone = Trace.syncs(Trace.read(trace(), from));
      assertThat(alone).isGreaterThanOrEqualTo(CLOSED_LOOP);

      from = Files.size(trace());
      manySenders(server);
      long together = Trace.syncs(Trace.read(trace(), from));
      tell(
          "FIG %d syncs for %d acks of one sender, %d syncs for %d acks of %d senders"
              .formatted(alone, CLOSED_LOOP, together, SENDERS * EACH, SENDERS));
      assertThat(together).isLessThan(SENDERS * EACH / 4);
    }
  }

  @Test
  void aServerThatAcknowledgesBeforeTheCommitIsFound() throws IOException {
    Mutant.thatAcknowledgesBeforeTheCommit().compileInto(folder.resolve("mutant"));
    try (ParlorProcess server = start()) {
      assertThat(wrongsOfOneMessage(server)).anyMatch(it -> it.startsWith("sent before"));
    }
  }

  @Test
  void aStoreThatDoesNotSyncEachCommitIsFound() throws IOException {
    Mutant.of("store/sqlite/SqliteFile.java")
        .replace(
            "\"wal\"),\n            new Setting(\"synchronous\", \"FULL\", \"2\")",
            "\"wal\"), new Setting(\"synchronous\", \"NORMAL\", \"1\")")
        .compileInto(folder.resolve("mutant"));
    try (ParlorProcess server = start()) {
      assertThat(wrongsOfOneMessage(server)).isNotEmpty();
    }
  }

  private Path trace() {
    return folder.resolve("trace");
  }

  private ParlorProcess start() {
    return ParlorProcess.in(folder)
        .withoutLimits()
        .classes(folder.resolve("mutant"))
        .under(Trace.command(trace()))
        .start();
  }

  /** One message with a reader who gets it; its text, then its acknowledgement. */
  private List<String> wrongsOfOneMessage(ParlorProcess server) throws IOException {
    try (Probe sender = Probe.open(server.port(), "/ws?name=Sender");
        Probe reader = Probe.open(server.port(), "/ws?name=Reader")) {
      sender.await("joined");
      reader.await("joined");
      sender.say("{\"type\":\"chat\",\"id\":\"warm-up-1\",\"message\":\"warm up\"}");
      reader.await("chat");
      long from = Files.size(trace());
      sender.say("{\"type\":\"chat\",\"id\":\"only-one-id\",\"message\":\"only one text\"}");
      sender.await("ack");
      reader.await("chat");
      List<Trace.Call> calls = Trace.read(trace(), from);
      List<String> wrongs = new ArrayList<>(Trace.wrongs(calls, "only one text"));
      wrongs.addAll(Trace.wrongs(calls, "only-one-id"));
      return wrongs;
    }
  }

  private static void closedLoop(ParlorProcess server) {
    try (Probe sender = Probe.open(server.port(), "/ws?name=Sender&room=loop&echo=0")) {
      sender.await("joined");
      for (int i = 0; i < CLOSED_LOOP; i++) {
        sender.say("message " + i);
        sender.await("ack");
      }
    }
  }

  /** All send before any waits, again and again. */
  private static void manySenders(ParlorProcess server) {
    List<Probe> senders = new ArrayList<>();
    try {
      for (int i = 0; i < SENDERS; i++) {
        senders.add(
            Probe.open(server.port(), "/ws?name=S" + i, "Sec-WebSocket-Protocol: parlor.v1"));
      }
      senders.forEach(sender -> sender.await("welcome"));
      for (int i = 0; i < EACH; i++) {
        String chat =
            "{\"type\":\"chat\",\"room\":\"many\",\"message\":\"message %d\"}".formatted(i);
        senders.forEach(sender -> sender.say(chat));
        senders.forEach(sender -> sender.await("ack"));
      }
    } finally {
      senders.forEach(Probe::close);
    }
  }

  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    System.out.println(line);
  }
}
