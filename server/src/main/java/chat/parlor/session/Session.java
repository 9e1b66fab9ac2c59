package chat.parlor.session;

import chat.parlor.delivery.Subscriber;
import chat.parlor.people.Person;
import chat.parlor.people.Tokens;
import chat.parlor.protocol.ClientFrame;
import chat.parlor.protocol.Decoded;
import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.Language;
import chat.parlor.protocol.Names;
import chat.parlor.protocol.Ref;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.ServerFrame;
import chat.parlor.protocol.Texts;
import chat.parlor.protocol.codec.FrameEncoder;
import chat.parlor.protocol.codec.Hello;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connected client. Frames are handled one after the other: while one waits for something (a
 * room to be opened, history to be read) the next ones wait, and past {@value
 * SessionOptions#WAITING_FRAMES} the socket is not read. Messages do not wait for the disk: they
 * are handed to the writer, and their answers come when they come.
 *
 * <pre>
 *   OPENING --- a token that is good, or a guest ---> READY --- closed ---> CLOSED
 *      '------- no token, and guests are off -------> STRANGER --- auth ---> READY
 * </pre>
 *
 * All of it belongs to the connection's event loop.
 */
public final class Session {
  static final long COME_AGAIN_MILLIS = 1_000;
  private static final long STRANGER_MILLIS = 5_000;
  private static final long MALFORMED_WITHIN_NANOS = 60_000_000_000L;
  private static final int MALFORMED_ALLOWED = 10;

  private enum State {
    OPENING,
    STRANGER,
    READY,
    CLOSED
  }

  private final Sessions sessions;
  private final Client client;
  private final Sessions.Origin origin;
  private final Throttle requests = Limits.requests();
  private final JoinedRooms rooms;
  private final Posting posting;
  private final Asking asking;
  private final Admission admission;

  /** Frames that came while {@link #busy}; replaced by an empty deque when there were none. */
  private final ArrayDeque<Decoded> waiting = new ArrayDeque<>(1);

  private State state = State.OPENING;
  private boolean busy;
  private Language language;
  private @Nullable Person person;
  private String name = "";
  private @Nullable Hello hello;

  /** The frame that showed the token of who came without one. */
  private ClientFrame.@Nullable Auth admittedBy;

  private int malformed;
  private long malformedSinceNanos;
  private int impatience;

  Session(Sessions sessions, Client client, Sessions.Origin origin) {
    this.sessions = sessions;
    this.client = client;
    this.origin = origin;
    this.language = origin.acceptLanguage().orElse(sessions.options().language());
    this.rooms = new JoinedRooms(this);
    this.posting = new Posting(this);
    this.asking = new Asking(this);
    this.admission = new Admission(this);
  }

  /** Begins, with what the address line said. Frames that came before wait. */
  public void open(Hello hello) {
    this.hello = hello;
    language = hello.language().orElse(language);
    if (hello.wrongFields().contains("token")) {
      fail();
    } else if (hello.token().isPresent()) {
      admission.verify(hello.token().get(), this::admit);
    } else if (sessions.options().guests()) {
      admit(Tokens.newGuest(hello.name(), language));
    } else {
      state = State.STRANGER;
      client.schedule(this::endStranger, STRANGER_MILLIS);
    }
  }

  private void endStranger() {
    if (state == State.STRANGER) {
      fail();
    }
  }

  // The tutorial's own words, unless the address line asks for another language.
  void fail() {
    Language asked =
        hello == null
            ? Language.CHINESE_SIMPLIFIED
            : hello.language().orElse(Language.CHINESE_SIMPLIFIED);
    client.close(CloseCode.POLICY, Texts.authenticationFailed(asked));
  }

  private void admit(Person admitted) {
    Hello greeting = Objects.requireNonNull(hello);
    Person known = admitted;
    if (known.guest() && greeting.name().isPresent()) {
      known = known.named(greeting.name().get());
    }
    person = known;
    if (greeting.language().isEmpty()) {
      language = known.language().orElse(language);
    }
    name = sessions.parts().names().claim(known.userId(), known.name());
    sessions.register(known.userId(), this);
    state = State.READY;
    if (sessions.stopping()) {
      dismiss(1_000);
      return;
    }
    boolean mayHaveRooms = greeting.token().isPresent() || !known.guest();
    if (mayHaveRooms) {
      busy = true;
      asking.directRooms(found -> welcome(greeting, found));
    } else {
      welcome(greeting, List.of());
    }
    admission.expireLater();
  }

  private void welcome(Hello greeting, List<ServerFrame.DirectRoom> direct) {
    Person me = person();
    SessionOptions options = sessions.options();
    Optional<String> token =
        me.guest() ? Optional.of(sessions.parts().tokens().issueGuest(me)) : Optional.empty();
    send(
        new ServerFrame.Welcome(
            me.userId(),
            name,
            me.guest(),
            token,
            direct,
            new ServerFrame.Limits(
                options.textLength(),
                Names.PERSON_LENGTH,
                Names.ROOM_LENGTH,
                options.messagesPerSecond(),
                options.messageBurst()),
            options.heartbeatMillis(),
            options.version(),
            sessions.parts().tokens().now()));
    if (admittedBy != null) {
      acknowledge(admittedBy.ref());
      admittedBy = null;
    }
    for (String field : greeting.wrongFields()) {
      refuse(Optional.empty(), Refusal.INVALID_FIELD, Optional.of(field));
    }
    busy = false;
    if (greeting.place().isPresent()) {
      rooms.join(Optional.empty(), List.of(greeting.place().get()));
    }
    goOn();
  }

  /** A frame came. */
  public void said(Decoded decoded) {
    if (state == State.CLOSED) {
      return;
    }
    if (blocked() || !waiting.isEmpty()) {
      waiting.add(decoded);
      if (waiting.size() >= SessionOptions.WAITING_FRAMES) {
        client.reading(false);
      }
    } else {
      handle(decoded);
    }
  }

  // A client that sends on and on without reading is not cut off: it is not read from either.
  private boolean blocked() {
    return busy
        || state == State.OPENING
        || posting.unanswered() >= SessionOptions.UNANSWERED
        || client.congested();
  }

  /** The next frames wait until {@link #done}. */
  void begin() {
    busy = true;
  }

  void done() {
    busy = false;
    goOn();
  }

  /** Handles what waits, as far as that is possible now. */
  public void goOn() {
    while (state != State.CLOSED && !waiting.isEmpty() && !blocked()) {
      handle(waiting.remove());
    }
    if (waiting.isEmpty()) {
      client.reading(true);
    }
  }

  private void handle(Decoded decoded) {
    switch (decoded) {
      case Decoded.Said said -> handle(said.frame());
      case Decoded.Wrong wrong -> {
        refuse(wrong.ref(), wrong.code(), wrong.field());
        if (wrong.code() == Refusal.BAD_JSON) {
          countMalformed();
        }
      }
    }
  }

  private void handle(ClientFrame frame) {
    if (state == State.STRANGER) {
      if (frame instanceof ClientFrame.Auth auth) {
        admittedBy = auth;
        admission.verify(auth.token(), this::admit);
      } else {
        refuse(frame.ref(), Refusal.UNAUTHENTICATED, Optional.empty());
      }
      return;
    }
    if (!(frame instanceof ClientFrame.Chat) && !(frame instanceof ClientFrame.Private)) {
      long wait = requests.take(System.nanoTime());
      if (wait > 0) {
        tooFast(frame.ref(), wait);
        return;
      }
    }
    switch (frame) {
      case ClientFrame.Chat chat -> posting.chat(chat);
      case ClientFrame.Private direct -> posting.direct(direct);
      case ClientFrame.Join join -> rooms.join(join.ref(), join.places());
      case ClientFrame.Leave leave -> rooms.leave(leave);
      case ClientFrame.History history -> asking.history(history);
      case ClientFrame.Stretches stretches -> asking.stretches(stretches);
      case ClientFrame.Who who -> asking.who(who);
      case ClientFrame.Rooms list -> asking.rooms(list);
      case ClientFrame.Auth auth -> admission.renew(auth);
      case ClientFrame.Ping ping ->
          send(new ServerFrame.Pong(ping.ref(), sessions.parts().tokens().now()));
    }
  }

  private void countMalformed() {
    long now = System.nanoTime();
    if (now - malformedSinceNanos > MALFORMED_WITHIN_NANOS) {
      malformed = 0;
      malformedSinceNanos = now;
    }
    if (++malformed > MALFORMED_ALLOWED) {
      client.close(CloseCode.MALFORMED, "malformed frames again and again");
    }
  }

  void acknowledge(Optional<Ref> ref) {
    send(
        new ServerFrame.Ack(
            ref,
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            false));
  }

  /** The connection is gone. */
  public void closed() {
    if (state == State.CLOSED) {
      return;
    }
    boolean known = state == State.READY;
    state = State.CLOSED;
    waiting.clear();
    rooms.leaveAll();
    if (known) {
      sessions.parts().names().release(person().userId());
      sessions.unregister(person().userId(), this);
    }
  }

  /** The server is about to stop. */
  void dismiss(long comeBackMillis) {
    if (state != State.CLOSED) {
      send(new ServerFrame.Goaway(comeBackMillis));
      client.close(CloseCode.RESTART, "restart");
    }
  }

  /** A guest without a name says one. */
  void takeName(String wanted) {
    Person me = person();
    if (me.guest() && !me.named()) {
      String held = sessions.parts().names().rename(me.userId(), wanted);
      for (Session session : sessions.of(me.userId())) {
        session.client.execute(() -> session.renamed(wanted, held));
      }
      renamed(wanted, held);
    }
  }

  private void renamed(String wanted, String held) {
    if (state == State.READY && !person().named()) {
      person = person().named(wanted);
      name = held;
      rooms.renamed(held);
      send(new ServerFrame.You(person().userId(), held));
    }
  }

  /** Goes on with an answer on this connection's event loop, whatever thread brings it. */
  <T> void await(CompletableFuture<T> answer, Consumer<T> then, Runnable failed) {
    answer.whenComplete((value, failure) ->
        client.execute(() -> {
          if (failure != null) {
            failed.run();
          } else {
            then.accept(value);
          }
        }));
  }

  void refuse(Optional<Ref> ref, Refusal code, Optional<String> field) {
    OptionalLong again =
        code.retry() == Refusal.Retry.NEVER
            ? OptionalLong.empty()
            : OptionalLong.of(COME_AGAIN_MILLIS);
    refuse(
        new ServerFrame.Refused(
            ref, code, Texts.refusal(code, language), field, Optional.empty(), again));
  }

  /** A refusal as rate limited; after too many in a row the connection is closed. */
  void tooFast(Optional<Ref> ref, long retryAfterMillis) {
    refuse(
        new ServerFrame.Refused(
            ref,
            Refusal.RATE_LIMITED,
            Texts.refusal(Refusal.RATE_LIMITED, language),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.of(retryAfterMillis)));
    if (++impatience > SessionOptions.PATIENCE) {
      client.close(CloseCode.RATE_LIMITED, "too fast");
    }
  }

  void patient() {
    impatience = 0;
  }

  void refuse(ServerFrame.Refused refused) {
    sessions.parts().metrics().refused(refused.code().code());
    send(refused);
  }

  void send(ServerFrame frame) {
    client.send(FrameEncoder.encode(frame));
  }

  /** This client as a reader, for its connection. */
  public Subscriber subscriber() {
    return rooms.subscriber();
  }

  boolean ready() {
    return state == State.READY;
  }

  Client client() {
    return client;
  }

  Sessions sessions() {
    return sessions;
  }

  JoinedRooms rooms() {
    return rooms;
  }

  Language language() {
    return language;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  Person person() {
    return Objects.requireNonNull(person, "nobody is admitted yet");
  }

  /** The same person with another token. */
  void person(Person fresh) {
    person = fresh;
  }

  String name() {
    return name;
  }

  Sessions.Origin origin() {
    return origin;
  }

  Dialect dialect() {
    return origin.dialect();
  }
}
