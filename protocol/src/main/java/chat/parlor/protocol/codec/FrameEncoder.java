package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parlor.protocol.Ref;
import chat.parlor.protocol.ServerFrame;
import chat.parlor.protocol.ServerFrame.Person;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Server frames as JSON text in UTF-8: {@code type} first, then {@code ref}, then the fields in the
 * order of the reference. What is absent is left out, never {@code null}.
 */
public final class FrameEncoder {
  private static final int USUAL_LENGTH = 256;

  private FrameEncoder() {}

  /** The JSON text of the frame, in UTF-8. */
  public static byte[] encode(ServerFrame frame) {
    JsonBytes json =
        switch (frame) {
          case ServerFrame.Welcome welcome -> welcome(welcome);
          case ServerFrame.Joined joined -> joined(joined);
          case ServerFrame.Left left -> left(left);
          case ServerFrame.Ack ack -> ack(ack);
          case ServerFrame.HistoryPage page -> history(page);
          case ServerFrame.StretchList list -> stretches(list);
          case ServerFrame.WhoIsHere who -> who(who);
          case ServerFrame.RoomList list -> rooms(list);
          case ServerFrame.Pong pong -> pong(pong);
          case ServerFrame.CaughtUp caughtUp -> caughtUp(caughtUp);
          case ServerFrame.Reset reset -> reset(reset);
          case ServerFrame.Notice notice -> notice(notice);
          case ServerFrame.You you -> you(you);
          case ServerFrame.Refused refused -> refused(refused);
          case ServerFrame.Goaway goaway -> goaway(goaway);
        };
    return json.raw("}").toByteArray();
  }

  private static JsonBytes welcome(ServerFrame.Welcome frame) {
    JsonBytes json = start("welcome");
    json.field("you").raw("{\"userId\":").text(frame.userId());
    json.field("name").text(frame.name()).field("guest").flag(frame.guest()).raw("}");
    frame.token().ifPresent(token -> json.field("token").text(token));
    list(json.field("direct"), frame.direct(), FrameEncoder::directRoom);
    ServerFrame.Limits limits = frame.limits();
    json.field("limits").raw("{\"textLength\":").number(limits.textLength());
    json.field("nameLength").number(limits.nameLength());
    json.field("roomNameLength").number(limits.roomNameLength());
    json.field("messagesPerSecond").number(limits.messagesPerSecond());
    json.field("messageBurst").number(limits.messageBurst()).raw("}");
    json.field("heartbeatMillis").number(frame.heartbeatMillis());
    json.field("version").text(frame.version());
    return json.field("time").time(frame.time().toEpochMilli());
  }

  private static void directRoom(JsonBytes json, ServerFrame.DirectRoom direct) {
    json.raw("{\"room\":").text(direct.room()).field("epoch").text(direct.epoch());
    json.field("head").number(direct.head()).field("with");
    person(json, direct.with());
    json.raw("}");
  }

  private static JsonBytes joined(ServerFrame.Joined frame) {
    JsonBytes json = start("joined");
    frame.ref().ifPresent(ref -> ref(json, ref));
    json.field("room").text(frame.room()).field("title").text(frame.title());
    json.field("epoch").text(frame.epoch()).field("head").number(frame.head());
    json.field("floor").number(frame.floor()).field("userCount").number(frame.userCount());
    json.field("role").text(frame.role()).field("resumed").flag(frame.resumed());
    frame.direct().ifPresent(person -> person(json.field("direct"), person));
    return json;
  }

  private static JsonBytes left(ServerFrame.Left frame) {
    JsonBytes json = start("left");
    frame.ref().ifPresent(ref -> ref(json, ref));
    json.field("room").text(frame.room()).field("reason").text(word(frame.reason()));
    frame.seq().ifPresent(seq -> json.field("seq").number(seq));
    return json;
  }

  private static JsonBytes ack(ServerFrame.Ack frame) {
    JsonBytes json = start("ack");
    frame.ref().ifPresent(ref -> ref(json, ref));
    frame.id().ifPresent(id -> json.field("id").text(id));
    frame.room().ifPresent(room -> json.field("room").text(room));
    frame.seq().ifPresent(seq -> json.field("seq").number(seq));
    frame.time().ifPresent(time -> json.field("time").time(time.toEpochMilli()));
    if (frame.duplicate()) {
      json.field("duplicate").flag(true);
    }
    return json;
  }

  private static JsonBytes history(ServerFrame.HistoryPage frame) {
    int entryBytes = frame.entries().stream().mapToInt(entry -> entry.length + 1).sum();
    JsonBytes json = new JsonBytes(USUAL_LENGTH + entryBytes).raw("{\"type\":\"history\"");
    frame.ref().ifPresent(ref -> ref(json, ref));
    json.field("room").text(frame.room());
    list(json.field("entries"), frame.entries(), JsonBytes::raw);
    return json.field("head").number(frame.head()).field("floor").number(frame.floor());
  }

  private static JsonBytes stretches(ServerFrame.StretchList frame) {
    JsonBytes json = start("stretches");
    frame.ref().ifPresent(ref -> ref(json, ref));
    json.field("room").text(frame.room()).field("head").number(frame.head());
    json.field("floor").number(frame.floor());
    list(json.field("stretches"), frame.stretches(), FrameEncoder::stretch);
    return json;
  }

  private static void stretch(JsonBytes json, ServerFrame.Stretch stretch) {
    json.raw("{\"seq\":").number(stretch.seq());
    json.field("time").time(stretch.time().toEpochMilli()).raw("}");
  }

  private static JsonBytes who(ServerFrame.WhoIsHere frame) {
    JsonBytes json = start("who");
    frame.ref().ifPresent(ref -> ref(json, ref));
    json.field("room").text(frame.room());
    list(json.field("people"), frame.people(), FrameEncoder::person);
    return json.field("userCount").number(frame.userCount());
  }

  private static JsonBytes rooms(ServerFrame.RoomList frame) {
    JsonBytes json = start("rooms");
    frame.ref().ifPresent(ref -> ref(json, ref));
    list(json.field("rooms"), frame.rooms(), FrameEncoder::roomSummary);
    return json;
  }

  private static void roomSummary(JsonBytes json, ServerFrame.RoomSummary room) {
    json.raw("{\"room\":").text(room.room()).field("title").text(room.title());
    json.field("userCount").number(room.userCount()).field("head").number(room.head()).raw("}");
  }

  private static JsonBytes pong(ServerFrame.Pong frame) {
    JsonBytes json = start("pong");
    frame.ref().ifPresent(ref -> ref(json, ref));
    return json.field("time").time(frame.time().toEpochMilli());
  }

  private static JsonBytes caughtUp(ServerFrame.CaughtUp frame) {
    return start("caughtUp").field("room").text(frame.room()).field("seq").number(frame.seq());
  }

  private static JsonBytes reset(ServerFrame.Reset frame) {
    JsonBytes json = start("reset").field("room").text(frame.room());
    json.field("epoch").text(frame.epoch()).field("from").number(frame.from());
    return json.field("head").number(frame.head()).field("reason").text(word(frame.reason()));
  }

  private static JsonBytes notice(ServerFrame.Notice frame) {
    JsonBytes json = start("system").field("room").text(frame.room());
    json.field("event").text(word(frame.event()));
    Optional<Person> person = frame.person();
    person.ifPresent(some -> json.field("user").text(some.name()));
    person.ifPresent(some -> json.field("userId").text(some.userId()));
    return json.field("message").text(frame.message()).field("userCount").number(frame.userCount());
  }

  private static JsonBytes you(ServerFrame.You frame) {
    return start("you").field("userId").text(frame.userId()).field("name").text(frame.name());
  }

  private static JsonBytes refused(ServerFrame.Refused frame) {
    JsonBytes json = start("error");
    frame.ref().ifPresent(ref -> ref(json, ref));
    json.field("code").text(frame.code().code()).field("message").text(frame.message());
    frame.field().ifPresent(field -> json.field("field").text(field));
    frame.room().ifPresent(room -> json.field("room").text(room));
    frame.retryAfterMillis().ifPresent(millis -> json.field("retryAfterMillis").number(millis));
    return json;
  }

  private static JsonBytes goaway(ServerFrame.Goaway frame) {
    return start("goaway").field("retryAfterMillis").number(frame.retryAfterMillis());
  }

  private static JsonBytes start(String type) {
    return new JsonBytes(USUAL_LENGTH).raw("{\"type\":\"").raw(type).raw("\"");
  }

  private static void ref(JsonBytes json, Ref ref) {
    json.field("ref").raw(ref.json().getBytes(UTF_8));
  }

  private static void person(JsonBytes json, Person person) {
    json.raw("{\"userId\":").text(person.userId()).field("name").text(person.name()).raw("}");
  }

  private static <T> void list(JsonBytes json, List<T> items, BiConsumer<JsonBytes, T> writer) {
    json.raw("[");
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        json.raw(",");
      }
      writer.accept(json, items.get(i));
    }
    json.raw("]");
  }

  /** An enum constant on the wire. */
  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
