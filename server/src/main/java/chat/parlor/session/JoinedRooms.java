package chat.parlor.session;

import chat.parlor.delivery.Change;
import chat.parlor.delivery.Delivery;
import chat.parlor.delivery.Subscriber;
import chat.parlor.delivery.Subscription;
import chat.parlor.delivery.SubscriptionListener;
import chat.parlor.log.Logs;
import chat.parlor.log.RoomLog;
import chat.parlor.protocol.ClientFrame;
import chat.parlor.protocol.Language;
import chat.parlor.protocol.Ref;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.ServerFrame;
import chat.parlor.protocol.Texts;
import chat.parlor.protocol.codec.FrameEncoder;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rooms one client is joined to. Owned by the connection's event loop. */
final class JoinedRooms implements SubscriptionListener {
  private final Session session;
  private final Delivery.Lane lane;
  private final Subscriber subscriber;

  /** By name, the one joined last at the end. */
  private final Map<String, Subscription> joined = new LinkedHashMap<>(2);

  /** Rooms the client did not ask for: its direct rooms. They never become the current room. */
  private final Set<String> unasked = new HashSet<>(0);

  /** Direct rooms that are being opened. */
  private final Set<String> opening = new HashSet<>(0);

  JoinedRooms(Session session) {
    this.session = session;
    this.lane = session.client().lane();
    this.subscriber = lane.subscriber(session.client());
  }

  Subscriber subscriber() {
    return subscriber;
  }

  @Nullable Subscription get(String room) {
    return joined.get(room);
  }

  /** The room joined last; after leaving it, the one before. */
  Optional<String> current() {
    String last = null;
    for (String room : joined.keySet()) {
      last = unasked.contains(room) ? last : room;
    }
    return Optional.ofNullable(last);
  }

  /** Joins these rooms one after the other; each is answered. */
  void join(Optional<Ref> ref, List<ClientFrame.Place> places) {
    session.begin();
    joinNext(ref, new ArrayDeque<>(places));
  }

  private void joinNext(Optional<Ref> ref, ArrayDeque<ClientFrame.Place> rest) {
    while (!rest.isEmpty()) {
      ClientFrame.Place place = rest.remove();
      if (mayJoin(ref, place.room())) {
        hold(
            place.room(),
            log ->
                knowing(
                    place.after().orElse(0),
                    log,
                    () -> {
                      attach(ref, log, place);
                      joinNext(ref, rest);
                    },
                    () -> {
                      release(log);
                      cannotJoin(ref, place.room(), rest);
                    }),
            () -> cannotJoin(ref, place.room(), rest));
        return;
      }
    }
    session.done();
  }

  private void cannotJoin(Optional<Ref> ref, String room, ArrayDeque<ClientFrame.Place> rest) {
    refuse(ref, Refusal.STORAGE_UNAVAILABLE, room, OptionalLong.of(Session.COME_AGAIN_MILLIS));
    joinNext(ref, rest);
  }

  /**
   * Goes on once the log is known up to this number, or the store has said that there is no more: a
   * server that knows less than another must not reset who was there.
   */
  private void knowing(long seq, RoomLog log, Runnable then, Runnable failed) {
    Logs logs = session.sessions().parts().logs();
    if (seq <= log.head() || !logs.shared()) {
      then.run();
      return;
    }
    session.await(
        logs.refresh(List.of(log.name())),
        _ -> {
          session.sessions().parts().delivery().wake();
          if (session.ready()) {
            then.run();
          } else {
            release(log);
          }
        },
        failed);
  }

  private boolean mayJoin(Optional<Ref> ref, String room) {
    if (!joined.containsKey(room) && joined.size() >= SessionOptions.ROOMS_PER_CONNECTION) {
      refuse(ref, Refusal.FORBIDDEN, room, OptionalLong.empty());
      return false;
    }
    String address = Limits.key(session.origin().address());
    long wait = session.sessions().limits().join(address);
    if (wait > 0) {
      refuse(ref, Refusal.RATE_LIMITED, room, OptionalLong.of(wait));
      return false;
    }
    return true;
  }

  /**
   * Opens a log and goes on, on the event loop, with the log held: whoever takes it releases it.
   * When the session ended meanwhile nothing goes on.
   */
  void hold(String room, Consumer<RoomLog> then, Runnable failed) {
    CompletableFuture<RoomLog> held = session.sessions().parts().logs().hold(room);
    if (held.isDone() && !held.isCompletedExceptionally()) {
      then.accept(held.join());
      return;
    }
    session.await(
        held,
        log -> {
          if (session.ready()) {
            then.accept(log);
          } else {
            release(log);
          }
        },
        failed);
  }

  void release(RoomLog log) {
    session.sessions().parts().logs().release(log);
  }

  private void attach(Optional<Ref> ref, RoomLog log, ClientFrame.Place place) {
    if (!log.readableBy(session.person().userId())) {
      release(log);
      refuse(ref, Refusal.NOT_FOUND, log.name(), OptionalLong.empty());
      return;
    }
    drop(log.name());
    Subscription subscription = subscribe(log, place.echo());
    start(ref, subscription, place);
  }

  private Subscription subscribe(RoomLog log, boolean echo) {
    Subscription subscription =
        lane.attach(
            subscriber,
            log,
            new Subscription.Reader(session.person().userId(), session.name(), echo, this));
    joined.put(log.name(), subscription);
    return subscription;
  }

  // The subscription is registered already: the head read here misses nothing.
  private void start(Optional<Ref> ref, Subscription subscription, ClientFrame.Place place) {
    RoomLog log = subscription.log();
    String epoch = session.sessions().parts().logs().epoch();
    long head = log.head();
    Optional<ServerFrame.ResetReason> reset = resetReason(log, place, epoch, head);
    boolean resumed = place.after().isPresent() && reset.isEmpty();
    long cursor = cursor(log, place, reset, head);
    session.send(joinedFrame(ref, log, head, resumed));
    reset.ifPresent(
        reason -> session.send(new ServerFrame.Reset(log.name(), epoch, cursor + 1, head, reason)));
    subscription.start(cursor, head);
  }

  private static Optional<ServerFrame.ResetReason> resetReason(
      RoomLog log, ClientFrame.Place place, String epoch, long head) {
    if (place.after().isEmpty()) {
      return Optional.empty();
    }
    if (place.epoch().isPresent() && !place.epoch().get().equals(epoch)) {
      return Optional.of(ServerFrame.ResetReason.EPOCH);
    }
    if (place.after().getAsLong() > head) {
      return Optional.of(ServerFrame.ResetReason.AHEAD);
    }
    return place.after().getAsLong() < log.floor()
        ? Optional.of(ServerFrame.ResetReason.EXPIRED)
        : Optional.empty();
  }

  private static long cursor(
      RoomLog log, ClientFrame.Place place, Optional<ServerFrame.ResetReason> reset, long head) {
    if (reset.isPresent()) {
      return switch (reset.get()) {
        case EPOCH, AHEAD -> head;
        case EXPIRED -> log.floor();
      };
    }
    if (place.after().isPresent()) {
      return place.after().getAsLong();
    }
    return Math.max(log.floor(), head - place.last().orElse(0));
  }

  private ServerFrame.Joined joinedFrame(
      Optional<Ref> ref, RoomLog log, long head, boolean resumed) {
    Optional<ServerFrame.Person> other = other(log);
    return new ServerFrame.Joined(
        ref,
        log.name(),
        other.map(ServerFrame.Person::name).orElse(log.name()),
        session.sessions().parts().logs().epoch(),
        head,
        log.floor(),
        session.sessions().parts().delivery().userCount(log),
        session.person().guest() ? "guest" : "member",
        resumed,
        other);
  }

  private Optional<ServerFrame.Person> other(RoomLog log) {
    return Sessions.others(log.readers(), session.person().userId()).stream()
        .findFirst()
        .map(id -> new ServerFrame.Person(id, session.sessions().nameOf(id)));
  }

  /** A message came in a direct room: reads it from that message on, unless it is read already. */
  void attachUnasked(String room, long cursor) {
    if (session.ready() && !joined.containsKey(room) && opening.add(room)) {
      openUnasked(room, cursor);
    }
  }

  // Later messages do not open it again, so none of them can begin the reading too far up.
  private void openUnasked(String room, long cursor) {
    if (!session.ready()) {
      return;
    }
    hold(
        room,
        log -> {
          opening.remove(room);
          if (joined.containsKey(room) || !log.readableBy(session.person().userId())) {
            release(log);
            return;
          }
          unasked.add(room);
          ClientFrame.Place place =
              new ClientFrame.Place(
                  room,
                  OptionalLong.of(cursor),
                  Optional.empty(),
                  java.util.OptionalInt.empty(),
                  true);
          start(Optional.empty(), subscribe(log, true), place);
        },
        () ->
            session.client().schedule(() -> openUnasked(room, cursor), Session.COME_AGAIN_MILLIS));
  }

  void leave(ClientFrame.Leave leave) {
    Optional<String> room = leave.room().or(this::current);
    if (room.isEmpty()) {
      session.refuse(leave.ref(), Refusal.NO_ROOM, Optional.empty());
    } else if (drop(room.get())) {
      session.send(
          new ServerFrame.Left(
              leave.ref(), room.get(), ServerFrame.LeftReason.ASKED, OptionalLong.empty()));
    } else {
      refuse(leave.ref(), Refusal.NOT_FOUND, room.get(), OptionalLong.empty());
    }
  }

  private boolean drop(String room) {
    Subscription subscription = joined.remove(room);
    if (subscription == null) {
      return false;
    }
    unasked.remove(room);
    lane.detach(subscription);
    release(subscription.log());
    return true;
  }

  void leaveAll() {
    for (String room : List.copyOf(joined.keySet())) {
      drop(room);
    }
  }

  void renamed(String name) {
    for (Subscription subscription : joined.values()) {
      session
          .sessions()
          .parts()
          .delivery()
          .renamed(subscription.log(), session.person().userId(), name);
    }
  }

  @Override
  public void caughtUp(Subscription subscription, long seq) {
    session.send(new ServerFrame.CaughtUp(subscription.log().name(), seq));
  }

  @Override
  public void ended(Subscription subscription, long seq) {
    String room = subscription.log().name();
    if (joined.remove(room, subscription)) {
      unasked.remove(room);
      release(subscription.log());
      session.send(
          new ServerFrame.Left(
              Optional.empty(), room, ServerFrame.LeftReason.REMOVED, OptionalLong.of(seq)));
    }
  }

  @Override
  public void noticed(Subscription subscription, Change change) {
    String room = subscription.log().name();
    session
        .client()
        .send(change.inForm(session.language(), language -> notice(room, change, language)));
  }

  private static byte[] notice(String room, Change change, Language language) {
    Optional<ServerFrame.Person> who =
        change.who().map(one -> new ServerFrame.Person(one.userId(), one.name()));
    String name = who.map(ServerFrame.Person::name).orElse("");
    return FrameEncoder.encode(
        switch (change.event()) {
          case JOIN ->
              new ServerFrame.Notice(
                  room,
                  ServerFrame.NoticeEvent.JOIN,
                  who,
                  Texts.joined(language, name),
                  change.userCount());
          case LEAVE ->
              new ServerFrame.Notice(
                  room,
                  ServerFrame.NoticeEvent.LEAVE,
                  who,
                  Texts.left(language, name),
                  change.userCount());
          case COUNT ->
              new ServerFrame.Notice(
                  room,
                  ServerFrame.NoticeEvent.COUNT,
                  who,
                  Texts.count(language, change.userCount()),
                  change.userCount());
        });
  }

  private void refuse(Optional<Ref> ref, Refusal code, String room, OptionalLong retryAfterMillis) {
    session.refuse(
        new ServerFrame.Refused(
            ref,
            code,
            Texts.refusal(code, session.language()),
            Optional.empty(),
            Optional.of(room),
            retryAfterMillis));
  }
}
