package chat.parlor.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one server. Knows what was published in each room, and so what each client must
 * have seen. Owned by the generator's thread.
 */
public final class Crowd {
  private static final int FAULTS_TOLD = 10;

  /** Connections from one address: below what one address has of ephemeral ports (28,232). */
  private static final int PER_SOURCE = 10_000;

  private static final int SOURCES = 200;

  private final Generator generator;
  private final InetSocketAddress address;
  private final Dialect dialect;
  private final String rooms;
  private final int window;
  private final Marker marker;
  private final Tally tally = new Tally();
  private final List<Client> clients = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  /** The head of each room before this crowd published anything in it; -1: not known yet. */
  private long[] base = new long[0];

  /** How many were published, by room. */
  private long[] published = new long[0];

  private long faultCount;
  private long disorders;
  private int readyCount;
  private int lostCount;
  private boolean flowing;

  /**
   * A crowd without clients yet.
   *
   * @param rooms what the names of its rooms begin with
   */
  public Crowd(
      Generator generator, InetSocketAddress address, Dialect dialect, String rooms, Size size) {
    this.generator = generator;
    this.address = address;
    this.dialect = dialect;
    this.rooms = rooms;
    this.window = size.window();
    this.marker = new Marker(size.payload());
  }

  /**
   * How much at once.
   *
   * @param window messages that a client has unacknowledged at most while flowing; 0: none flow
   * @param payload characters of filling in a message
   */
  public record Size(int window, int payload) {}

  public Generator generator() {
    return generator;
  }

  InetSocketAddress address() {
    return address;
  }

  Dialect dialect() {
    return dialect;
  }

  int window() {
    return window;
  }

  Marker marker() {
    return marker;
  }

  public Tally tally() {
    return tally;
  }

  public List<Client> clients() {
    return clients;
  }

  /** The name of a room. */
  public String room(int number) {
    return rooms + number;
  }

  /** What the names of rooms begin with. */
  String roomPrefix() {
    return rooms;
  }

  /** Many clients on loopback come from several addresses: one has not ports enough. */
  @Nullable InetSocketAddress sourceAddress(Seat seat) throws IOException {
    if (seat.index() < PER_SOURCE || !address.getAddress().isLoopbackAddress()) {
      return null;
    }
    int source = 1 + seat.index() / PER_SOURCE % SOURCES;
    return new InetSocketAddress(loopback(1 + source), 0);
  }

  private static InetAddress loopback(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  /** Begins to connect one more. */
  public Client open(Seat seat) {
    reserve(seat.firstRoom() + seat.rooms());
    try {
      Client client = new Client(this, seat);
      clients.add(client);
      return client;
    } catch (IOException e) {
      throw new IllegalStateException("client " + seat.index() + " cannot connect", e);
    }
  }

  private void reserve(int count) {
    if (count > base.length) {
      int before = base.length;
      base = Arrays.copyOf(base, count);
      published = Arrays.copyOf(published, count);
      Arrays.fill(base, before, count, -1);
    }
  }

  void oneIsReady(Client client) {
    readyCount++;
    tally.entered(client.openedNanos());
    if (flowing) {
      refill(client);
    }
  }

  /** Clients that are in all of their rooms. */
  public int ready() {
    return readyCount;
  }

  /** Connections that ended though nobody wanted it. */
  public int dropped() {
    return lostCount;
  }

  void lost(Client client, boolean wasReady, String why) {
    lostCount++;
    readyCount -= wasReady ? 1 : 0;
    fault("client " + client.seat().index() + " was dropped: " + why);
  }

  void left(Client client, boolean wasReady) {
    readyCount -= wasReady ? 1 : 0;
  }

  /** Lets everybody go and forgets them. */
  public void leave() {
    flowing = false;
    for (Client client : clients) {
      client.leave();
    }
    clients.clear();
  }

  /** Forgets those who left. */
  public void forgetClosed() {
    clients.removeIf(Client::isClosed);
  }

  public void fault(String what) {
    faultCount++;
    if (faults.size() < FAULTS_TOLD) {
      faults.add(what);
    }
  }

  void outOfOrder(Client client, int ownRoom, long number, long before) {
    disorders++;
    if (faults.size() >= FAULTS_TOLD) {
      faultCount++;
      return;
    }
    Seat seat = client.seat();
    fault(
        "client %d: message %d of room %d after %d"
            .formatted(seat.index(), number, seat.firstRoom() + ownRoom, before));
  }

  /** How often a message was not the next one. */
  public long disorders() {
    return disorders;
  }

  /** What was wrong, the first ones in words. */
  public List<String> faults() {
    List<String> told = new ArrayList<>(faults);
    if (faultCount > told.size()) {
      told.add("and " + (faultCount - told.size()) + " more");
    }
    return told;
  }

  /** The server says where a room stands; the first word about it counts. */
  void roomStandsAt(int room, long head) {
    if (base[room] < 0) {
      base[room] = head - published[room];
    }
  }

  /** What the room's newest message must be numbered. */
  public long expected(int room) {
    return Math.max(0, base[room]) + published[room];
  }

  /** Sends a message that was due at this time. */
  public void publish(Client sender, int room, long dueNanos) {
    long number = ++published[room];
    sender.sent(dueNanos);
    sender.say(dialect.message(sender, room, marker.text(dueNanos, number)));
  }

  void acknowledged(Client client, long sentNanos) {
    tally.acknowledged(sentNanos);
    if (flowing) {
      refill(client);
    }
  }

  /** From now on each client keeps its window of unacknowledged messages full, or stops to. */
  public void flowing(boolean on) {
    flowing = on;
    if (on) {
      for (Client client : clients) {
        refill(client);
      }
    }
  }

  private void refill(Client client) {
    while (client.isReady() && client.outstanding() < window) {
      publish(client, client.seat().firstRoom(), System.nanoTime());
    }
  }

  /** Whether all who are here have seen all that was published, and have all their answers. */
  public boolean complete() {
    for (Client client : clients) {
      if (!client.isClosed() && !isComplete(client)) {
        return false;
      }
    }
    return true;
  }

  /** Whether this client has seen all that was published in its rooms. */
  public boolean isComplete(Client client) {
    Seat seat = client.seat();
    for (int i = 0; i < seat.rooms(); i++) {
      if (client.last(i) < expected(seat.firstRoom() + i)) {
        return false;
      }
    }
    return client.outstanding() == 0;
  }

  /** Names as faults who lacks what. */
  public void requireComplete() {
    for (Client client : clients) {
      if (!client.isClosed() && !isComplete(client)) {
        int room = client.seat().firstRoom();
        fault(
            "client %d lost messages: it is at %d of %d in room %d, %d unacknowledged"
                .formatted(
                    client.seat().index(),
                    client.last(0),
                    expected(room),
                    room,
                    client.outstanding()));
      }
    }
  }
}
