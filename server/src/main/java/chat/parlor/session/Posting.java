package chat.parlor.session;

import chat.parlor.delivery.Subscription;
import chat.parlor.log.RoomLog;
import chat.parlor.protocol.ClientFrame;
import chat.parlor.protocol.Names;
import chat.parlor.protocol.Ref;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.ServerFrame;
import chat.parlor.protocol.Texts;
import chat.parlor.protocol.codec.FrameEncoder;
import chat.parlor.room.Outcome;
import chat.parlor.room.Post;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from one client to the writer, and the answers on their way back. Owned by
 * the connection's event loop; receipts come on the writer's thread and only post.
 */
final class Posting {
  private static final int DIRECT_ROOMS_SEARCHED = 200;

  private final Session session;

  /** The room last made by this client: its next messages do not count as making one. */
  private String made = "";

  /** Messages that the writer has and did not answer yet. */
  private int unanswered;

  Posting(Session session) {
    this.session = session;
  }

  int unanswered() {
    return unanswered;
  }

  void chat(ClientFrame.Chat chat) {
    chat.user().ifPresent(session::takeName);
    Optional<String> room = chat.room().or(() -> session.rooms().current());
    if (room.isEmpty()) {
      session.refuse(chat.ref(), Refusal.NO_ROOM, Optional.empty());
      return;
    }
    long wait = session.sessions().limits().message(session.person().userId());
    if (wait > 0) {
      session.tooFast(chat.ref(), wait);
      return;
    }
    Subscription subscription = session.rooms().get(room.get());
    if (subscription != null) {
      post(chat, subscription.log(), subscription);
      return;
    }
    session.begin();
    session
        .rooms()
        .hold(
            room.get(),
            log -> {
              post(chat, log, null);
              session.rooms().release(log);
              session.done();
            },
            () -> {
              session.refuse(chat.ref(), Refusal.STORAGE_UNAVAILABLE, Optional.empty());
              session.done();
            });
  }

  private void post(ClientFrame.Chat chat, RoomLog log, @Nullable Subscription subscription) {
    if (!log.readableBy(session.person().userId())) {
      session.refuse(chat.ref(), Refusal.NOT_FOUND, Optional.of("room"));
      return;
    }
    if (log.head() == 0 && !mayMake(chat.ref(), log.name())) {
      return;
    }
    Post.Target target =
        log.readers().isEmpty()
            ? new Post.Target.Open(log.name())
            : new Post.Target.Closed(log.name(), log.readers());
    Sent sent = new Sent(chat.ref(), chat.id(), subscription);
    submit(target, chat.message(), chat.id(), chat.replyTo(), sent);
  }

  private boolean mayMake(Optional<Ref> ref, String room) {
    if (room.equals(made)) {
      return true;
    }
    long wait = session.sessions().limits().newRoom(Limits.key(session.origin().address()));
    if (wait > 0) {
      session.tooFast(ref, wait);
      return false;
    }
    made = room;
    return true;
  }

  void direct(ClientFrame.Private direct) {
    long wait = session.sessions().limits().message(session.person().userId());
    if (wait > 0) {
      session.tooFast(direct.ref(), wait);
      return;
    }
    Sessions sessions = session.sessions();
    String to =
        sessions
            .parts()
            .names()
            .holder(Names.person(direct.to()).orElse(direct.to()))
            .orElse(direct.to());
    if (to.equals(session.person().userId())) {
      session.refuse(direct.ref(), Refusal.INVALID_FIELD, Optional.of("to"));
    } else if (sessions.online(to)) {
      submitDirect(direct, to);
    } else {
      findAbsent(direct, to);
    }
  }

  /** Somebody who is not here can be written to when the two have talked before. */
  private void findAbsent(ClientFrame.Private direct, String to) {
    session.begin();
    session.await(
        session.sessions().parts().logs().shared(session.person().userId(), DIRECT_ROOMS_SEARCHED),
        rooms -> {
          if (rooms.stream().anyMatch(one -> one.readers().contains(to))) {
            submitDirect(direct, to);
          } else {
            session.refuse(direct.ref(), Refusal.NO_SUCH_PERSON, Optional.of("to"));
          }
          session.done();
        },
        () -> {
          session.refuse(direct.ref(), Refusal.STORAGE_UNAVAILABLE, Optional.empty());
          session.done();
        });
  }

  private void submitDirect(ClientFrame.Private direct, String to) {
    Sent sent = new Sent(direct.ref(), direct.id(), null);
    submit(new Post.Target.Direct(to), direct.message(), direct.id(), OptionalLong.empty(), sent);
  }

  /** What is kept of a message while the writer has it. */
  private record Sent(Optional<Ref> ref, Optional<String> id, @Nullable Subscription subscription) {

    @Nullable Subscription withoutEcho() {
      return subscription != null && subscription.echoOff() ? subscription : null;
    }
  }

  private void submit(
      Post.Target target, String message, Optional<String> id, OptionalLong replyTo, Sent sent) {
    session.patient();
    Subscription withoutEcho = sent.withoutEcho();
    if (withoutEcho != null) {
      withoutEcho.sending();
    }
    Post post =
        new Post(
            target,
            session.person().userId(),
            session.name(),
            message,
            id,
            replyTo,
            outcome -> receive(sent, outcome));
    unanswered++;
    if (!session.sessions().parts().writer().submit(post)) {
      unanswered--;
      refused(
          sent,
          new Outcome.Refused(
              Refusal.OVERLOADED, Optional.empty(), OptionalLong.of(Session.COME_AGAIN_MILLIS)));
    }
  }

  /** On the writer's thread. */
  private void receive(Sent sent, Outcome outcome) {
    if (outcome instanceof Outcome.Stored stored && !stored.readers().isEmpty()) {
      session.sessions().attachReaders(stored);
    }
    session.client().lane().post(() -> answer(sent, outcome));
  }

  private void answer(Sent sent, Outcome outcome) {
    unanswered--;
    switch (outcome) {
      case Outcome.Stored stored -> stored(sent, stored);
      case Outcome.Refused refused -> refused(sent, refused);
    }
    session.goOn();
  }

  private void stored(Sent sent, Outcome.Stored stored) {
    byte[] ack =
        FrameEncoder.encode(
            new ServerFrame.Ack(
                sent.ref(),
                sent.id(),
                Optional.of(stored.room()),
                OptionalLong.of(stored.seq()),
                Optional.of(Instant.ofEpochMilli(stored.timeMillis())),
                stored.duplicate()));
    session.sessions().parts().metrics().acknowledged(1);
    Subscription withoutEcho = sent.withoutEcho();
    if (withoutEcho == null || !withoutEcho.answered(stored.seq(), ack)) {
      session.client().send(ack);
    }
  }

  private void refused(Sent sent, Outcome.Refused refused) {
    Subscription withoutEcho = sent.withoutEcho();
    if (withoutEcho != null) {
      withoutEcho.settled();
    }
    session.refuse(
        new ServerFrame.Refused(
            sent.ref(),
            refused.code(),
            Texts.refusal(refused.code(), session.language()),
            refused.field(),
            Optional.empty(),
            refused.retryAfterMillis()));
  }
}
