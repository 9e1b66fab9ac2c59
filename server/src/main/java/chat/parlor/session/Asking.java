package chat.parlor.session;

import chat.parlor.delivery.Attendance;
import chat.parlor.log.LogSummary;
import chat.parlor.log.RoomLog;
import chat.parlor.protocol.ClientFrame;
import chat.parlor.protocol.Ref;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.ServerFrame;
import chat.parlor.protocol.codec.FrameEncoder;
import chat.parlor.room.HistoryReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** What one client asks: history, who is here, which rooms. On the connection's event loop. */
final class Asking {
  private static final int PEOPLE_NAMED = 200;
  private static final int ROOMS_LISTED = 200;
  private static final int DIRECT_ROOMS_LISTED = 200;
  private static final String LOBBY = "lobby";

  private final Session session;

  Asking(Session session) {
    this.session = session;
  }

  void history(ClientFrame.History history) {
    withLog(
        history.ref(),
        history.room(),
        log ->
            answer(
                reader().read(log, history.window(), history.limit()),
                log,
                history.ref(),
                stretch ->
                    new ServerFrame.HistoryPage(
                        history.ref(),
                        log.name(),
                        stretch.entries(),
                        stretch.head(),
                        stretch.floor())));
  }

  void stretches(ClientFrame.Stretches asked) {
    withLog(
        asked.ref(),
        asked.room(),
        log ->
            answer(
                reader().divide(log, asked.count()),
                log,
                asked.ref(),
                divided -> list(asked.ref(), log.name(), divided)));
  }

  private static ServerFrame list(Optional<Ref> ref, String room, HistoryReader.Divided divided) {
    List<ServerFrame.Stretch> list = new ArrayList<>();
    divided.times().forEach((seq, time) -> list.add(new ServerFrame.Stretch(seq, time)));
    return new ServerFrame.StretchList(ref, room, divided.head(), divided.floor(), list);
  }

  void who(ClientFrame.Who who) {
    withLog(
        who.ref(),
        who.room(),
        log -> {
          List<ServerFrame.Person> people = new ArrayList<>();
          for (Attendance.Present one :
              session.sessions().parts().delivery().people(log, PEOPLE_NAMED)) {
            people.add(new ServerFrame.Person(one.userId(), one.name()));
          }
          int count = session.sessions().parts().delivery().userCount(log);
          session.rooms().release(log);
          sendLarge(new ServerFrame.WhoIsHere(who.ref(), log.name(), people, count));
        });
  }

  void rooms(ClientFrame.Rooms asked) {
    session.begin();
    String query = asked.query().orElse("");
    CompletableFuture<List<LogSummary>> listed =
        session.sessions().parts().logs().directory(query, ROOMS_LISTED);
    CompletableFuture<List<LogSummary>> own =
        session.sessions().parts().logs().shared(session.person().userId(), DIRECT_ROOMS_LISTED);
    session.await(
        listed.thenCombine(own, (open, direct) -> summaries(open, direct, query)),
        rooms -> sendLarge(new ServerFrame.RoomList(asked.ref(), rooms)),
        () -> unavailable(asked.ref()));
  }

  private List<ServerFrame.RoomSummary> summaries(
      List<LogSummary> open, List<LogSummary> direct, String query) {
    List<ServerFrame.RoomSummary> rooms = new ArrayList<>();
    if (open.stream().noneMatch(log -> log.name().equals(LOBBY)) && LOBBY.contains(query)) {
      rooms.add(new ServerFrame.RoomSummary(LOBBY, LOBBY, userCount(LOBBY), 0));
    }
    for (LogSummary log : open) {
      rooms.add(
          new ServerFrame.RoomSummary(log.name(), log.name(), userCount(log.name()), log.head()));
    }
    String me = session.person().userId();
    for (LogSummary log : direct) {
      String other = Sessions.others(log.readers(), me).getFirst();
      String title = session.sessions().nameOf(other);
      if (title.toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT))) {
        rooms.add(
            new ServerFrame.RoomSummary(log.name(), title, userCount(log.name()), log.head()));
      }
    }
    return rooms;
  }

  private int userCount(String room) {
    Optional<RoomLog> open = session.sessions().parts().logs().ifOpen(room);
    return open.map(log -> session.sessions().parts().delivery().userCount(log)).orElse(0);
  }

  /**
   * The direct rooms of this person, for the welcome. The connection ends when they cannot be read.
   */
  void directRooms(Consumer<List<ServerFrame.DirectRoom>> then) {
    session.await(
        session.sessions().parts().logs().shared(session.person().userId(), DIRECT_ROOMS_LISTED),
        rooms -> {
          if (session.ready()) {
            then.accept(rooms.stream().map(this::directRoom).toList());
          }
        },
        () -> {
          if (session.ready()) {
            session.client().close(CloseCode.OVERLOAD, "storage unavailable");
          }
        });
  }

  private ServerFrame.DirectRoom directRoom(LogSummary log) {
    String other = Sessions.others(log.readers(), session.person().userId()).getFirst();
    return new ServerFrame.DirectRoom(
        log.name(),
        session.sessions().parts().logs().epoch(),
        log.head(),
        new ServerFrame.Person(other, session.sessions().nameOf(other)));
  }

  /** Goes on with the log of a room that this person may read, held. */
  private void withLog(Optional<Ref> ref, Optional<String> named, Consumer<RoomLog> then) {
    Optional<String> room = named.or(() -> session.rooms().current());
    if (room.isEmpty()) {
      session.refuse(ref, Refusal.NO_ROOM, Optional.empty());
      return;
    }
    session.begin();
    session
        .rooms()
        .hold(
            room.get(),
            log -> {
              if (log.readableBy(session.person().userId())) {
                then.accept(log);
              } else {
                session.rooms().release(log);
                session.refuse(ref, Refusal.NOT_FOUND, Optional.of("room"));
                session.done();
              }
            },
            () -> unavailable(ref));
  }

  private HistoryReader reader() {
    return session.sessions().parts().history();
  }

  /** Answers with what was read of a log that is held, and lets go of it. */
  private <T> void answer(
      CompletableFuture<T> read, RoomLog log, Optional<Ref> ref, Function<T, ServerFrame> frame) {
    session.await(
        read.whenComplete((value, failure) -> session.rooms().release(log)),
        value -> sendLarge(frame.apply(value)),
        () -> unavailable(ref));
  }

  private void unavailable(Optional<Ref> ref) {
    session.refuse(ref, Refusal.STORAGE_UNAVAILABLE, Optional.empty());
    session.done();
  }

  private void sendLarge(ServerFrame frame) {
    session.client().sendLarge(FrameEncoder.encode(frame), session::done);
  }
}
