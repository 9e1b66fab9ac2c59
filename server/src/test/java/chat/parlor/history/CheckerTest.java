package chat.parlor.history;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.history.Event.MessageId;
import chat.parlor.history.Event.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The checker itself: what is good is green, and each defect that is planted has its name. */
class CheckerTest {
  private static final MessageId A = id("a");
  private static final MessageId B = id("b");
  private static final MessageId C = id("c");
  private static final MessageId NO = id("no");

  /** A and C acknowledged, B unknown and stored, one refused; one reader, two ways at the end. */
  private static List<Event> good() {
    return new ArrayList<>(
        List.of(
            new Event.Joined(0, "reader", "tea", 0),
            new Event.Invoked(1, A, "1"),
            new Event.Acked(2, A, 1),
            new Event.Invoked(3, B, "2"),
            new Event.Unknown(4, B),
            new Event.Invoked(5, NO, "no"),
            new Event.Refused(6, NO, "no", "blocked_content"),
            new Event.Delivered(7, "reader", shown(1, A, "1")),
            new Event.Delivered(8, "reader", shown(2, B, "2")),
            new Event.Invoked(9, C, "3"),
            new Event.Acked(10, C, 3),
            new Event.Joined(11, "reader", "tea", 2),
            new Event.Delivered(12, "reader", shown(3, C, "3")),
            new Event.Finished(13, "reader", "tea"),
            new Event.ReadBack(14, "resume", shown(1, A, "1")),
            new Event.ReadBack(15, "resume", shown(2, B, "2")),
            new Event.ReadBack(16, "resume", shown(3, C, "3")),
            new Event.ReadBack(17, "history", shown(1, A, "1")),
            new Event.ReadBack(18, "history", shown(2, B, "2")),
            new Event.ReadBack(19, "history", shown(3, C, "3"))));
  }

  private static MessageId id(String key) {
    return new MessageId("ann", "tea", key);
  }

  private static Shown shown(long seq, MessageId id, String body) {
    return new Shown("tea", seq, id, body, "{" + seq + id.key() + body + "}");
  }

  private static Report check(List<Event> events) {
    return Checker.check(events, Demands.unknownOutcomes(1));
  }

  /** The good history with some events replaced; empty drops one. */
  private static List<Event> seeded(UnaryOperator<Optional<Event>> seed) {
    return new ArrayList<>(
        good().stream().map(Optional::of).map(seed).flatMap(Optional::stream).toList());
  }

  private static List<Event> without(MessageId id) {
    return seeded(one ->
        one.filter(it -> !(it instanceof Event.ReadBack read && read.entry().id().equals(id))));
  }

  private static List<Event> with(Event... more) {
    List<Event> events = good();
    events.addAll(List.of(more));
    return events;
  }

  @Test
  void aGoodHistoryIsGreenAndCounted() {
    Report report = check(good());
    assertThat(report.violations()).isEmpty();
    assertThat(report.sent()).isEqualTo(4);
    assertThat(report.acked()).isEqualTo(2);
    assertThat(report.unknown()).isEqualTo(1);
    assertThat(report.unknownStored()).isEqualTo(1);
    assertThat(report.delivered()).isEqualTo(3);
  }

  @Test
  void anUnknownOutcomeThatWasNotStoredIsNoLoss() {
    List<Event> events = with(new Event.Invoked(20, id("d"), "4"), new Event.Unknown(21, id("d")));
    assertThat(check(events).violations()).isEmpty();
  }

  @Test
  void anEmptyHistoryIsAnError() {
    assertThat(Checker.check(List.of(), Demands.none()).kinds()).containsExactly(Kind.INVALID_RUN);
  }

  @Test
  void aHistoryWithoutTheUnknownOutcomesItNeedsIsAnError() {
    Report report = Checker.check(good(), Demands.unknownOutcomes(2));
    assertThat(report.kinds()).containsExactly(Kind.INVALID_RUN);
  }

  @Test
  void anAttemptWithoutAnyOutcomeIsAnError() {
    assertThat(check(with(new Event.Invoked(20, id("d"), "4"))).kinds())
        .containsExactly(Kind.INVALID_RUN);
  }

  @Test
  void nothingReadBackIsAnError() {
    List<Event> events = seeded(one -> one.filter(it -> !(it instanceof Event.ReadBack)));
    assertThat(check(events).kinds()).contains(Kind.INVALID_RUN);
  }

  @Test
  void lost() {
    // Nobody was shown it, so only its acknowledgement tells.
    List<Event> events = with(new Event.Invoked(20, id("d"), "4"), new Event.Acked(21, id("d"), 4));
    assertThat(check(events).kinds()).containsExactly(Kind.LOST);
  }

  @Test
  void lostOnOneWayOnly() {
    List<Event> events =
        seeded(one ->
            one.filter(it ->
                !(it instanceof Event.ReadBack read
                    && read.way().equals("history")
                    && read.entry().id().equals(C))));
    assertThat(check(events).kinds()).containsExactlyInAnyOrder(Kind.LOST, Kind.READ_THEN_LOST);
  }

  @Test
  void gap() {
    List<Event> events =
        with(
            new Event.Invoked(20, id("d"), "5"),
            new Event.Unknown(21, id("d")),
            new Event.ReadBack(22, "resume", shown(5, id("d"), "5")),
            new Event.ReadBack(22, "history", shown(5, id("d"), "5")));
    assertThat(check(events).kinds()).containsExactlyInAnyOrder(Kind.GAP, Kind.READER_BEHIND);
  }

  @Test
  void duplicate() {
    List<Event> events =
        with(
            new Event.ReadBack(20, "resume", shown(4, A, "1")),
            new Event.ReadBack(21, "history", shown(4, A, "1")),
            new Event.Delivered(22, "reader", shown(4, A, "1")));
    assertThat(check(events).kinds()).containsExactlyInAnyOrder(Kind.DUPLICATE, Kind.READER_BEHIND);
  }

  @Test
  void acknowledgedUnderTwoNumbers() {
    List<Event> events = with(new Event.Invoked(20, A, "1"), new Event.Acked(21, A, 4));
    assertThat(check(events).kinds()).containsExactly(Kind.RENUMBERED);
  }

  @Test
  void storedUnderAnotherNumberThanAcknowledged() {
    List<Event> events =
        seeded(one ->
            one.map(it ->
                it instanceof Event.Acked(long at, MessageId id, long seq) && id.equals(C)
                    ? new Event.Acked(at, C, seq + 1)
                    : it));
    assertThat(check(events).kinds()).containsExactly(Kind.RENUMBERED);
  }

  @Test
  void phantom() {
    Shown nobodys = shown(4, id("nobody's"), "4");
    List<Event> events =
        with(new Event.ReadBack(20, "resume", nobodys), new Event.ReadBack(21, "history", nobodys));
    assertThat(check(events).kinds()).containsExactlyInAnyOrder(Kind.PHANTOM, Kind.READER_BEHIND);
  }

  @Test
  void corrupt() {
    List<Event> events =
        seeded(one ->
            one.map(it ->
                switch (it) {
                  case Event.Delivered d when d.entry().seq() == 2 ->
                      new Event.Delivered(d.at(), d.reader(), shown(2, B, "x"));
                  case Event.ReadBack r when r.entry().seq() == 2 ->
                      new Event.ReadBack(r.at(), r.way(), shown(2, B, "x"));
                  default -> it;
                }));
    assertThat(check(events).kinds()).containsExactly(Kind.CORRUPT);
  }

  @Test
  void otherBytesForAnotherReaderAreCorrupt() {
    List<Event> events =
        seeded(one ->
            one.map(it ->
                it instanceof Event.Delivered d && d.entry().seq() == 2
                    ? new Event.Delivered(
                        d.at(), "reader", new Shown("tea", 2, B, "2", "other time"))
                    : it));
    assertThat(check(events).kinds()).containsExactly(Kind.CORRUPT);
  }

  @Test
  void refusedButStored() {
    List<Event> events =
        with(
            new Event.ReadBack(20, "resume", shown(4, NO, "no")),
            new Event.ReadBack(21, "history", shown(4, NO, "no")));
    assertThat(check(events).kinds())
        .containsExactlyInAnyOrder(Kind.REFUSED_BUT_STORED, Kind.READER_BEHIND);
  }

  @Test
  void anotherBodyRefusedUnderTheIdOfAStoredOneIsGood() {
    List<Event> events =
        with(new Event.Invoked(20, A, "9"), new Event.Refused(21, A, "9", "id_reused"));
    assertThat(check(events).violations()).isEmpty();
  }

  @Test
  void order() {
    // A is acknowledged before B was sent, and stands behind it.
    List<Event> events =
        List.of(
            new Event.Joined(0, "reader", "tea", 2),
            new Event.Invoked(1, A, "1"),
            new Event.Acked(2, A, 2),
            new Event.Invoked(3, B, "2"),
            new Event.Acked(4, B, 1),
            new Event.Invoked(5, C, "3"),
            new Event.Unknown(6, C),
            new Event.Delivered(7, "reader", shown(3, C, "3")),
            new Event.ReadBack(8, "resume", shown(1, B, "2")),
            new Event.ReadBack(9, "resume", shown(2, A, "1")),
            new Event.ReadBack(10, "resume", shown(3, C, "3")));
    assertThat(check(events).kinds()).containsExactly(Kind.ORDER);
  }

  @Test
  void readerGap() {
    List<Event> events =
        seeded(one -> one.filter(it -> !(it instanceof Event.Delivered d && d.entry().seq() == 1)));
    assertThat(check(events).kinds()).containsExactly(Kind.READER_GAP);
  }

  @Test
  void aResetSaysWhereItGoesOn() {
    List<Event> events =
        seeded(one ->
            one.map(it ->
                it instanceof Event.Delivered d && d.entry().seq() == 1
                    ? new Event.Reset(d.at(), "reader", "tea", 2)
                    : it));
    assertThat(check(events).violations()).isEmpty();
  }

  @Test
  void readerDuplicate() {
    List<Event> events =
        seeded(one ->
            one.map(it ->
                it instanceof Event.Joined joined && joined.after() == 2
                    ? new Event.Delivered(11, "reader", shown(2, B, "2"))
                    : it));
    assertThat(check(events).kinds()).containsExactly(Kind.READER_DUPLICATE);
  }

  @Test
  void aReaderThatNeverCameToTheEnd() {
    List<Event> events =
        seeded(one -> one.filter(it -> !(it instanceof Event.Delivered d && d.entry().seq() == 3)));
    assertThat(check(events).kinds()).containsExactly(Kind.READER_BEHIND);
  }

  @Test
  void readThenLost() {
    // Nobody was told that B is stored, but somebody has read it.
    List<Event> events =
        without(B).stream()
            .filter(it -> !(it instanceof Event.ReadBack read && read.entry().seq() == 3))
            .toList();
    assertThat(check(events).kinds()).containsExactlyInAnyOrder(Kind.READ_THEN_LOST, Kind.LOST);
    List<Event> onlyB =
        events.stream()
            .filter(it -> !(it instanceof Event.Delivered d && d.entry().id().equals(C)))
            .filter(it -> !(it instanceof Event.Acked ack && ack.id().equals(C)))
            .filter(it -> !(it instanceof Event.Invoked sent && sent.id().equals(C)))
            .toList();
    assertThat(check(onlyB).kinds()).containsExactly(Kind.READ_THEN_LOST);
  }
}
