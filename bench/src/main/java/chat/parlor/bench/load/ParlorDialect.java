package chat.parlor.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;

/** Parlor's own wire: the tutorial dialect, with a room from the start. */
public final class ParlorDialect implements Dialect {
  private static final byte[] CHAT = Bytes.of("{\"type\":\"chat\",\"room\":\"");
  private static final byte[] ACK = Bytes.of("{\"type\":\"ack\"");
  private static final byte[] JOINED = Bytes.of("{\"type\":\"joined\"");
  private static final byte[] CAUGHT_UP = Bytes.of("{\"type\":\"caughtUp\"");
  private static final byte[] WELCOME = Bytes.of("{\"type\":\"welcome\"");
  private static final byte[] ERROR = Bytes.of("{\"type\":\"error\"");
  private static final byte[] RESET = Bytes.of("{\"type\":\"reset\"");
  private static final byte[] GOAWAY = Bytes.of("{\"type\":\"goaway\"");
  private static final byte[] ROOM = Bytes.of("\"room\":\"");
  private static final byte[] SEQ = Bytes.of("\"seq\":");
  private static final byte[] HEAD = Bytes.of("\"head\":");
  private static final byte[] TOKEN = Bytes.of("\"token\":\"");
  private static final byte[] EPOCH = Bytes.of("\"epoch\":\"");

  /** Rooms in one {@code join} at most. */
  private static final int JOINED_AT_ONCE = 100;

  /** How the keys of messages are made. */
  public enum Keys {
    /** Growing with time, as UUIDv7 does. */
    ORDERED,
    /** In no order, as UUIDv4. */
    RANDOM,
    /** The server makes one. */
    NONE
  }

  private final Keys keys;
  private final String keyPrefix = "%012x-".formatted(System.currentTimeMillis());
  private long keysMade;

  public ParlorDialect(Keys keys) {
    this.keys = keys;
  }

  @Override
  public String path(Crowd crowd, Seat seat) {
    return "/ws?name=u" + seat.index() + "&room=" + crowd.room(seat.firstRoom()) + seat.query();
  }

  @Override
  public void opened(Client client) {
    Seat seat = client.seat();
    for (int i = 1; i < seat.rooms(); i += JOINED_AT_ONCE) {
      StringJoiner rooms = new StringJoiner("\",\"", "{\"type\":\"join\",\"rooms\":[\"", "\"]}");
      for (int j = i; j < Math.min(seat.rooms(), i + JOINED_AT_ONCE); j++) {
        rooms.add(client.crowd().room(seat.firstRoom() + j));
      }
      client.say(rooms.toString());
    }
  }

  @Override
  public void heard(Client client, byte[] bytes, int from, int to) {
    if (Bytes.startsWith(bytes, from, to, CHAT)) {
      chat(client, bytes, from, to);
    } else if (Bytes.startsWith(bytes, from, to, ACK)) {
      client.acknowledged();
    } else if (Bytes.startsWith(bytes, from, to, JOINED)) {
      joined(client, bytes, from, to);
    } else if (Bytes.startsWith(bytes, from, to, CAUGHT_UP)) {
      caughtUp(client, bytes, from, to);
    } else if (Bytes.startsWith(bytes, from, to, WELCOME)) {
      client.token = Bytes.quotedAfter(bytes, from, to, TOKEN);
    } else if (Bytes.startsWith(bytes, from, to, ERROR)
        || Bytes.startsWith(bytes, from, to, RESET)
        || Bytes.startsWith(bytes, from, to, GOAWAY)) {
      client.crowd().fault(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
  }

  private static void chat(Client client, byte[] bytes, int from, int to) {
    int name = from + CHAT.length;
    int room = name + client.crowd().roomPrefix().length();
    int end = room;
    while (end < to && bytes[end] != '"') {
      end++;
    }
    int number = (int) Bytes.number(bytes, room, end);
    long seq = Bytes.number(bytes, end + 2 + SEQ.length, to);
    Marker marker = client.crowd().marker();
    if (!marker.find(bytes, from, to)) {
      client.crowd().fault("a strange message: " + Bytes.text(bytes, from, to));
      return;
    }
    client.received(number - client.seat().firstRoom(), seq, marker.dueNanos());
  }

  private static int room(Client client, byte[] bytes, int from, int to) {
    String name = Bytes.quotedAfter(bytes, from, to, ROOM);
    return Integer.parseInt(name.substring(client.crowd().roomPrefix().length()));
  }

  private static void joined(Client client, byte[] bytes, int from, int to) {
    int room = room(client, bytes, from, to);
    long head = Bytes.numberAfter(bytes, from, to, HEAD);
    long after = client.seat().after();
    client.epoch = Bytes.quotedAfter(bytes, from, to, EPOCH);
    client.crowd().roomStandsAt(room, head);
    client.joined(room - client.seat().firstRoom(), after >= 0 ? after : head);
  }

  private static void caughtUp(Client client, byte[] bytes, int from, int to) {
    int room = room(client, bytes, from, to) - client.seat().firstRoom();
    long seq = Bytes.numberAfter(bytes, from, to, SEQ);
    if (client.last(room) != seq) {
      client
          .crowd()
          .fault(
              "client %d is said to be caught up at %d and is at %d"
                  .formatted(client.seat().index(), seq, client.last(room)));
    }
    if (++client.caughtUp == client.seat().rooms()) {
      client.nowReady();
    }
  }

  @Override
  public String message(Client client, int room, String text) {
    StringBuilder json = new StringBuilder(text.length() + 120);
    json.append("{\"type\":\"chat\",\"room\":\"").append(client.crowd().room(room)).append('"');
    String key =
        switch (keys) {
          case ORDERED -> keyPrefix + "%012d".formatted(++keysMade);
          case RANDOM -> randomKey();
          case NONE -> "";
        };
    if (!key.isEmpty()) {
      json.append(",\"id\":\"").append(key).append('"');
    }
    return json.append(",\"message\":\"").append(text).append("\"}").toString();
  }

  private static String randomKey() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "%016x-%08x".formatted(random.nextLong(), random.nextInt());
  }
}
