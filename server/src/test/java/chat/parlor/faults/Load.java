package chat.parlor.faults;

import static org.awaitility.Awaitility.await;

import chat.parlor.e2e.ParlorProcess;
import chat.parlor.history.Checker;
import chat.parlor.history.Demands;
import chat.parlor.history.History;
import chat.parlor.history.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Senders and readers at full speed on two rooms, whatever happens to the server; or to the servers
 * on one database, which they are spread over.
 */
final class Load {
  static final List<String> ROOMS = List.of("tea", "coffee");

  private static final int WINDOW = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<ParlorProcess> servers;
  private final History history = new History();
  private final List<Sender> senders = new ArrayList<>();
  private final List<Reader> readers = new ArrayList<>();

  private Load(List<ParlorProcess> servers) {
    this.servers = List.copyOf(servers);
  }

  static Load start(ParlorProcess server, Sender.Unknowns unknowns, int senders, int readers) {
    return start(List.of(server), unknowns, senders, readers);
  }

  /** Starts them; the readers read both rooms, one of them, or the other. */
  static Load start(
      List<ParlorProcess> servers, Sender.Unknowns unknowns, int senders, int readers) {
    Load load = new Load(servers);
    for (int i = 0; i < readers; i++) {
      List<String> rooms = i % 3 == 0 ? ROOMS : List.of(ROOMS.get(i % 2));
      load.readers.add(new Reader("reader" + i, load.port(i), load.history, rooms));
    }
    for (int i = 0; i < senders; i++) {
      load.senders.add(new Sender("sender" + i, load.port(i), load.history, unknowns, WINDOW));
    }
    load.readers.forEach(Thread::start);
    load.senders.forEach(Thread::start);
    return load;
  }

  private IntSupplier port(int who) {
    return servers.get(who % servers.size())::port;
  }

  int acked() {
    return senders.stream().mapToInt(Sender::acked).sum();
  }

  /** Returns when so many more messages were acknowledged. */
  void awaitAcked(int more) {
    int before = acked();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> acked() >= before + more);
  }

  /** When any sender was last acknowledged anything, on the clock of {@link System#nanoTime}. */
  long lastAckNanos() {
    return senders.stream().mapToLong(Sender::lastAckNanos).max().orElseThrow();
  }

  /** When any sender was last told that nobody knows. */
  long lastUnavailableNanos() {
    return senders.stream().mapToLong(Sender::lastUnavailableNanos).max().orElseThrow();
  }

  History history() {
    return history;
  }

  /** The senders end, with everything answered or given up. */
  void stopSending() throws InterruptedException {
    senders.forEach(Sender::end);
    for (Sender sender : senders) {
      if (!sender.join(PATIENCE)) {
        throw new AssertionError(sender.getName() + " does not come to an end");
      }
    }
  }

  /**
   * Ends the senders, gives the readers time to come to the rooms' ends, stops the servers and
   * starts them once more, reads everything back in every way, and checks it all.
   */
  Report finish(Demands demands) throws InterruptedException {
    stopSending();
    for (Reader reader : readers) {
      awaitTheEnd(reader);
      reader.end();
    }
    for (Reader reader : readers) {
      reader.join(PATIENCE.toMillis());
      reader.rooms().forEach(room -> history.finished(reader.getName(), room));
    }
    servers.forEach(server -> server.terminate(Duration.ofSeconds(15)));
    ReadBack.fromTheDatabase(servers.getFirst(), history);
    servers.forEach(ParlorProcess::restart);
    for (String room : ROOMS) {
      ReadBack.byResuming(servers.getFirst().port(), room, history);
      ReadBack.byHistory(servers.getLast().port(), room, history);
    }
    return Checker.check(history.events(), demands);
  }

  /** A reader that does not get there in time is the checker's to judge. */
  private void awaitTheEnd(Reader reader) throws InterruptedException {
    for (String room : reader.rooms()) {
      // Each server knows at once what was written there.
      long head =
          servers.stream().mapToLong(it -> ReadBack.head(it.port(), room)).max().orElseThrow();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (reader.seen(room) < head && System.nanoTime() - until < 0) {
        Thread.sleep(5);
      }
    }
  }

  /** Ends all threads without looking at anything. */
  void abandon() throws InterruptedException {
    senders.forEach(Sender::end);
    readers.forEach(Reader::end);
    for (Reader reader : readers) {
      reader.join(PATIENCE.toMillis());
    }
  }
}
