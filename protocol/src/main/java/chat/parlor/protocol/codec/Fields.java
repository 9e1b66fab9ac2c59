package chat.parlor.protocol.codec;

import chat.parlor.protocol.ClientFrame;
import chat.parlor.protocol.Names;
import chat.parlor.protocol.Ref;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields of one JSON object that some frame knows, as they were written; the methods read them
 * as what they should be, or throw the {@link Misfit} that names the field. An absent field and
 * {@code null} are the same. Confined to the thread that decodes the frame.
 */
final class Fields {

  /** Every field that any client frame has. */
  enum Field {
    TYPE("type"),
    REF("ref"),
    ROOM("room"),
    ROOM_ID("roomId"),
    MESSAGE("message"),
    CONTENT("content"),
    ID("id"),
    REPLY_TO("replyTo"),
    USER("user"),
    TO("to"),
    ROOMS("rooms"),
    BEFORE("before"),
    AFTER("after"),
    AROUND("around"),
    LIMIT("limit"),
    COUNT("count"),
    EPOCH("epoch"),
    LAST("last"),
    ECHO("echo"),
    QUERY("query"),
    TOKEN("token");

    private static final Map<String, Field> BY_NAME =
        Stream.of(values()).collect(Collectors.toMap(Field::wireName, Function.identity()));

    private final String wireName;

    Field(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }

    static Optional<Field> named(String name) {
      return Optional.ofNullable(BY_NAME.get(name));
    }
  }

  /** A JSON value, as far as any field could want it. */
  sealed interface Value {
    record Text(String text) implements Value {}

    /**
     * An integer.
     *
     * @param fits whether it fits into 64 bits
     */
    record Whole(String json, boolean fits) implements Value {}

    record Flag(boolean on) implements Value {}

    record Items(List<Value> items) implements Value {}

    record Members(Fields fields) implements Value {}

    /** What no field wants: it was read past and forgotten. */
    record Other() implements Value {}
  }

  static final int REF_LENGTH = 64;
  static final int EPOCH_LENGTH = 64;
  static final int MOST_LAST = 1_000;

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  private final Map<Field, Value> values = new EnumMap<>(Field.class);

  void put(Field field, Value value) {
    values.put(field, value);
  }

  boolean has(Field field) {
    return values.containsKey(field);
  }

  Optional<Value> value(Field field) {
    return Optional.ofNullable(values.get(field));
  }

  Optional<Ref> ref() throws Misfit {
    if (values.get(Field.REF) instanceof Value.Whole(String json, boolean fits)) {
      return Optional.of(new Ref(json));
    }
    Optional<String> text = text(Field.REF, 0, REF_LENGTH);
    return text.map(some -> new Ref(JsonBytes.quoted(some)));
  }

  /** A well-formed string of that many UTF-16 units. */
  Optional<String> text(Field field, int least, int most) throws Misfit {
    Value value = values.get(field);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Value.Text(String text)
        && text.length() >= least
        && text.length() <= most
        && MessageText.isWellFormed(text)) {
      return Optional.of(text);
    }
    throw Misfit.invalid(field);
  }

  /** {@code message}, or {@code content}; one must be there. */
  String message(int textLength) throws Misfit {
    Field field = has(Field.MESSAGE) || !has(Field.CONTENT) ? Field.MESSAGE : Field.CONTENT;
    if (values.get(field) instanceof Value.Text(String text)) {
      return MessageText.accept(text, textLength, field);
    }
    throw Misfit.invalid(field);
  }

  /** {@code room}, or {@code roomId}. */
  Optional<String> room() throws Misfit {
    Field field = has(Field.ROOM) ? Field.ROOM : Field.ROOM_ID;
    Optional<String> raw = text(field, 0, Integer.MAX_VALUE);
    Optional<String> room = raw.flatMap(Names::place);
    if (raw.isPresent() && room.isEmpty()) {
      throw Misfit.invalid(field);
    }
    return room;
  }

  /** A name in {@code user}; whatever else the tutorial's clients put there is ignored. */
  Optional<String> user() {
    return values.get(Field.USER) instanceof Value.Text(String text)
        ? Names.person(text)
        : Optional.empty();
  }

  /** The idempotency key in {@code id}. */
  Optional<String> key() throws Misfit {
    Optional<String> key = text(Field.ID, 0, Integer.MAX_VALUE);
    if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
      throw Misfit.invalid(Field.ID);
    }
    return key;
  }

  OptionalLong number(Field field, long least, long most) throws Misfit {
    Value value = values.get(field);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value instanceof Value.Whole(String json, boolean fits) && fits) {
      long number = Long.parseLong(json);
      if (number >= least && number <= most) {
        return OptionalLong.of(number);
      }
    }
    throw Misfit.invalid(field);
  }

  /** Where a subscription to this room starts, by the fields beside it. */
  ClientFrame.Place placeIn(String room) throws Misfit {
    OptionalLong after = number(Field.AFTER, 0, Long.MAX_VALUE);
    Optional<String> epoch = text(Field.EPOCH, 1, EPOCH_LENGTH);
    OptionalLong last = number(Field.LAST, 0, MOST_LAST);
    return new ClientFrame.Place(
        room,
        after,
        epoch,
        last.isPresent() ? OptionalInt.of((int) last.getAsLong()) : OptionalInt.empty(),
        echo());
  }

  private boolean echo() throws Misfit {
    Value value = values.get(Field.ECHO);
    if (value == null) {
      return true;
    }
    if (value instanceof Value.Flag(boolean on)) {
      return on;
    }
    throw Misfit.invalid(Field.ECHO);
  }
}
