package chat.parlor.session;

import chat.parlor.people.Person;
import chat.parlor.people.Tokens;
import chat.parlor.protocol.ClientFrame;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tokens of one client: whether one is good, and when it ends. On its event loop. */
final class Admission {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);

  private final Session session;

  /** When the token's end is looked at next: only an earlier end needs another timer. */
  private long expiryLookedAtMillis = Long.MAX_VALUE;

  Admission(Session session) {
    this.session = session;
  }

  /** Verifies away from the event loop: an elliptic curve takes half a millisecond. */
  void verify(String token, Consumer<Person> good) {
    session.begin();
    Sessions.Parts parts = session.sessions().parts();
    parts
        .slow()
        .execute(() -> {
          Tokens.Verdict verdict = parts.tokens().verify(token);
          session.client().execute(() -> verified(verdict, good));
        });
  }

  private void verified(Tokens.Verdict verdict, Consumer<Person> good) {
    if (session.isClosed()) {
      return;
    }
    switch (verdict) {
      case Tokens.Verdict.Valid valid -> good.accept(valid.person());
      case Tokens.Verdict.Invalid invalid -> {
        log.info("a token was refused: {}", invalid.reasonForTheLog());
        session.fail();
      }
    }
  }

  /** A fresh token of the same person. */
  void renew(ClientFrame.Auth auth) {
    verify(
        auth.token(),
        fresh -> {
          if (!fresh.userId().equals(session.person().userId())) {
            session.fail();
            return;
          }
          session.person(session.person().until(fresh.expires()));
          expireLater();
          session.acknowledge(auth.ref());
          session.done();
        });
  }

  /** Looks again when the token ends. */
  void expireLater() {
    session
        .person()
        .expires()
        .map(Instant::toEpochMilli)
        .filter(end -> end < expiryLookedAtMillis)
        .ifPresent(end -> {
          expiryLookedAtMillis = end;
          long left = end - session.sessions().parts().tokens().now().toEpochMilli();
          session.client().schedule(this::expire, Math.clamp(left, 0, 86_400_000L));
        });
  }

  private void expire() {
    expiryLookedAtMillis = Long.MAX_VALUE;
    if (!session.ready() || session.person().expires().isEmpty()) {
      return;
    }
    Instant end = session.person().expires().get();
    if (end.isAfter(session.sessions().parts().tokens().now())) {
      expireLater();
    } else {
      session.client().close(CloseCode.TOKEN_EXPIRED, "token expired");
    }
  }
}
