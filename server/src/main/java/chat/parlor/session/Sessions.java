package chat.parlor.session;

import chat.parlor.delivery.Delivery;
import chat.parlor.log.Logs;
import chat.parlor.people.NamesInUse;
import chat.parlor.people.Tokens;
import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.Hello;
import chat.parlor.protocol.Language;
import chat.parlor.room.HistoryReader;
import chat.parlor.room.Outcome;
import chat.parlor.room.RoomWriter;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/** All sessions, by person, and what they share. Any thread. */
public final class Sessions {
  private static final long COME_BACK_MIN_MILLIS = 500;
  private static final long COME_BACK_MAX_MILLIS = 5_000;

  private final Parts parts;
  private final SessionOptions options;
  private final Limits limits;
  private final Refusals refusals = new Refusals();
  private final ConcurrentHashMap<String, Set<Session>> byPerson = new ConcurrentHashMap<>();

  /** Set once, before any connection exists. */
  private volatile boolean stopping;

  /**
   * What sessions work with.
   *
   * @param slow runs what must not be done on an event loop
   */
  public record Parts(
      Logs logs,
      RoomWriter writer,
      HistoryReader history,
      Delivery delivery,
      Tokens tokens,
      NamesInUse names,
      Executor slow) {}

  public Sessions(Parts parts, SessionOptions options) {
    this.parts = parts;
    this.options = options;
    this.limits = new Limits(options);
  }

  /**
   * Where a connection comes from and how it speaks.
   *
   * @param acceptLanguage the first language of the request's header that is spoken here
   */
  public record Origin(InetAddress address, Dialect dialect, Optional<Language> acceptLanguage) {}

  /** Counts a connection of this address in; false when it has too many. {@link #disconnect} it. */
  public boolean connect(InetAddress address) {
    return limits.connect(Limits.key(address));
  }

  public void disconnect(InetAddress address) {
    limits.disconnect(Limits.key(address));
  }

  /** Opens a session on a connection whose handshake is done. On its event loop. */
  public Session open(Client client, Hello hello, Origin origin) {
    Session session = new Session(this, client, origin);
    session.open(hello);
    return session;
  }

  /** Persons connected now. */
  public int persons() {
    return byPerson.size();
  }

  /** How often each refusal was given. */
  public Refusals refusals() {
    return refusals;
  }

  /** Tells every client to come back, spread out, and closes (1012). Any thread. */
  public void stop() {
    stopping = true;
    for (Set<Session> all : byPerson.values()) {
      all.forEach(this::dismiss);
    }
  }

  /** Whether new connections are to be refused. */
  public boolean stopping() {
    return stopping;
  }

  private void dismiss(Session session) {
    long millis = ThreadLocalRandom.current().nextLong(COME_BACK_MIN_MILLIS, COME_BACK_MAX_MILLIS);
    session.client().execute(() -> session.dismiss(millis));
  }

  void register(String userId, Session session) {
    byPerson.compute(
        userId,
        (key, there) -> {
          Set<Session> all = there != null ? there : ConcurrentHashMap.newKeySet(1);
          all.add(session);
          return all;
        });
  }

  void unregister(String userId, Session session) {
    byPerson.computeIfPresent(
        userId,
        (key, all) -> {
          all.remove(session);
          return all.isEmpty() ? null : all;
        });
  }

  boolean online(String userId) {
    return byPerson.containsKey(userId);
  }

  Set<Session> of(String userId) {
    return byPerson.getOrDefault(userId, Set.of());
  }

  /**
   * A message was stored in a closed room: every open socket of its readers is to be attached, from
   * this message on. On the writer's thread, so that sockets are told in the order of the numbers.
   */
  void attachReaders(Outcome.Stored stored) {
    for (String reader : stored.readers()) {
      for (Session session : of(reader)) {
        session
            .client()
            .lane()
            .post(() -> session.rooms().attachUnasked(stored.room(), stored.seq() - 1));
      }
    }
  }

  /** The name this person holds now, or else the user id. */
  String nameOf(String userId) {
    return parts.names().nameOf(userId).orElse(userId);
  }

  Parts parts() {
    return parts;
  }

  SessionOptions options() {
    return options;
  }

  Limits limits() {
    return limits;
  }

  /** The others of a closed room's readers. */
  static List<String> others(Set<String> readers, String me) {
    return readers.stream().filter(reader -> !reader.equals(me)).toList();
  }
}
