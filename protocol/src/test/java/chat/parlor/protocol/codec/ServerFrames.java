package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parlor.protocol.ChatEntry;
import chat.parlor.protocol.Language;
import chat.parlor.protocol.Ref;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.ServerFrame;
import chat.parlor.protocol.ServerFrame.Ack;
import chat.parlor.protocol.ServerFrame.DirectRoom;
import chat.parlor.protocol.ServerFrame.HistoryPage;
import chat.parlor.protocol.ServerFrame.Joined;
import chat.parlor.protocol.ServerFrame.Left;
import chat.parlor.protocol.ServerFrame.LeftReason;
import chat.parlor.protocol.ServerFrame.Limits;
import chat.parlor.protocol.ServerFrame.Notice;
import chat.parlor.protocol.ServerFrame.NoticeEvent;
import chat.parlor.protocol.ServerFrame.Person;
import chat.parlor.protocol.ServerFrame.Refused;
import chat.parlor.protocol.ServerFrame.Reset;
import chat.parlor.protocol.ServerFrame.ResetReason;
import chat.parlor.protocol.ServerFrame.RoomList;
import chat.parlor.protocol.ServerFrame.RoomSummary;
import chat.parlor.protocol.ServerFrame.Stretch;
import chat.parlor.protocol.ServerFrame.StretchList;
import chat.parlor.protocol.ServerFrame.Welcome;
import chat.parlor.protocol.ServerFrame.WhoIsHere;
import chat.parlor.protocol.Texts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The frames that {@code server.vectors} names, by title. */
final class ServerFrames {
  private static final Instant TIME = Instant.parse("2026-11-24T08:30:00Z");
  private static final Person ZHANG = new Person("g-7f3a", "张三");
  private static final Person LI = new Person("g-1", "李四");
  private static final Optional<String> ID = Optional.of("0198c5b2-7a4e-7d3c");

  private ServerFrames() {}

  static Map<String, ServerFrame> byTitle() {
    Map<String, ServerFrame> frames = new LinkedHashMap<>();
    welcomes(frames);
    subscriptions(frames);
    answers(frames);
    signals(frames);
    return frames;
  }

  private static void welcomes(Map<String, ServerFrame> frames) {
    frames.put(
        "welcome, a guest",
        new Welcome(
            "g-7f3a",
            "张三",
            true,
            Optional.of("eyJhbGciOi.x.y"),
            List.of(),
            new Limits(1000, 24, 64, 5, 20),
            30_000,
            "0.1.0",
            TIME));
    frames.put(
        "welcome, a member with direct rooms",
        new Welcome(
            "u/1 \"x\"",
            "Ann",
            false,
            Optional.empty(),
            List.of(
                new DirectRoom("~Zm9vYmFy", "e1", 7, LI),
                new DirectRoom("~cXV4cXV4", "e1", 0, new Person("g-2", "Bob"))),
            new Limits(0, 24, 64, 0, 0),
            30_000,
            "dev",
            TIME.plusMillis(7).plusNanos(999_999)));
  }

  private static void subscriptions(Map<String, ServerFrame> frames) {
    frames.put(
        "joined, the least",
        new Joined(none(), "tea", "tea", "e1", 0, 0, 1, "member", false, Optional.empty()));
    frames.put(
        "joined with everything",
        new Joined(
            ref("2"),
            "~Zm9vYmFy",
            "李四",
            "e1",
            Long.MAX_VALUE,
            12,
            2,
            "member",
            true,
            Optional.of(LI)));
    frames.put(
        "left because it was asked for",
        new Left(ref("\"a\""), "tea", LeftReason.ASKED, OptionalLong.empty()));
    frames.put(
        "left because removed", new Left(none(), "tea", LeftReason.REMOVED, OptionalLong.of(41)));
    frames.put(
        "left because the room was closed",
        new Left(none(), "tea", LeftReason.CLOSED, OptionalLong.of(42)));
    frames.put("caughtUp", new ServerFrame.CaughtUp("tea", 12));
    frames.put("reset, another epoch", new Reset("tea", "e2", 1, 40, ResetReason.EPOCH));
    frames.put("reset, ahead", new Reset("tea", "e1", 41, 40, ResetReason.AHEAD));
    frames.put("reset, expired", new Reset("tea", "e1", 21, 40, ResetReason.EXPIRED));
  }

  private static void answers(Map<String, ServerFrame> frames) {
    acks(frames);
    frames.put("history, nothing", new HistoryPage(none(), "tea", List.of(), 0, 0));
    byte[] hello =
        EntryCodec.encode(
            new ChatEntry(
                "tea",
                1,
                TIME.toEpochMilli(),
                "g-7f3a",
                "张三",
                "你好",
                Optional.empty(),
                OptionalLong.empty()));
    frames.put("history of one", new HistoryPage(ref("4"), "tea", List.of(hello), 1, 0));
    List<byte[]> two = List.of("{\"seq\":1}".getBytes(UTF_8), "{\"seq\":2}".getBytes(UTF_8));
    frames.put("history of two", new HistoryPage(none(), "tea", two, 9, 0));
    frames.put("stretches, nothing", new StretchList(none(), "tea", 0, 0, List.of()));
    List<Stretch> stretches = List.of(new Stretch(3, TIME), new Stretch(8, TIME.plusMillis(123)));
    frames.put("stretches of two", new StretchList(ref("9"), "tea", 12, 2, stretches));
    frames.put(
        "who", new WhoIsHere(ref("5"), "tea", List.of(ZHANG, new Person("u-1", "Ann")), 250));
    frames.put("who, nobody", new WhoIsHere(none(), "tea", List.of(), 0));
    frames.put(
        "rooms",
        new RoomList(
            ref("\"q\""),
            List.of(
                new RoomSummary("tea", "Tea \"& more\"", 2, 13), new RoomSummary("茶", "茶", 0, 1))));
    frames.put("rooms, none", new RoomList(none(), List.of()));
    frames.put("pong", new ServerFrame.Pong(ref("7"), TIME));
    frames.put("pong, the least", new ServerFrame.Pong(none(), Instant.EPOCH));
    errors(frames);
  }

  private static void acks(Map<String, ServerFrame> frames) {
    Optional<String> tea = Optional.of("tea");
    Optional<Instant> time = Optional.of(TIME.plusMillis(123));
    OptionalLong thirteen = OptionalLong.of(13);
    frames.put("ack of a message", new Ack(ref("1"), ID, tea, thirteen, time, false));
    frames.put("ack of a message sent again", new Ack(none(), ID, tea, thirteen, time, true));
    frames.put(
        "ack, the least",
        new Ack(
            none(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            false));
  }

  private static void errors(Map<String, ServerFrame> frames) {
    frames.put(
        "error, the least",
        new Refused(
            none(),
            Refusal.BAD_JSON,
            Texts.refusal(Refusal.BAD_JSON, Language.ENGLISH),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty()));
    frames.put(
        "error with everything",
        new Refused(
            ref("\"x\""),
            Refusal.RATE_LIMITED,
            Texts.refusal(Refusal.RATE_LIMITED, Language.CHINESE_SIMPLIFIED),
            Optional.of("message"),
            Optional.of("tea"),
            OptionalLong.of(1200)));
    frames.put(
        "error that names a field",
        new Refused(
            ref("-3"),
            Refusal.INVALID_FIELD,
            Texts.refusal(Refusal.INVALID_FIELD, Language.ENGLISH),
            Optional.of("replyTo"),
            Optional.empty(),
            OptionalLong.empty()));
  }

  private static void signals(Map<String, ServerFrame> frames) {
    Person ann = new Person("u-1", "Ann");
    frames.put(
        "system, somebody came",
        new Notice(
            "tea",
            NoticeEvent.JOIN,
            Optional.of(ZHANG),
            Texts.joined(Language.CHINESE_SIMPLIFIED, "张三"),
            5));
    frames.put(
        "system, somebody left",
        new Notice(
            "tea", NoticeEvent.LEAVE, Optional.of(ann), Texts.left(Language.ENGLISH, "Ann"), 4));
    frames.put(
        "system, how many",
        new Notice(
            "tea",
            NoticeEvent.COUNT,
            Optional.empty(),
            Texts.count(Language.CHINESE_SIMPLIFIED, 1234),
            1234));
    frames.put(
        "system, a notice",
        new Notice("tea", NoticeEvent.NOTICE, Optional.empty(), "a\u0001b\\c\n", 3));
    frames.put("you", new ServerFrame.You("g-7f3a", "张三 2"));
    frames.put("goaway", new ServerFrame.Goaway(1500));
  }

  private static Optional<Ref> none() {
    return Optional.empty();
  }

  private static Optional<Ref> ref(String json) {
    return Optional.of(new Ref(json));
  }
}
