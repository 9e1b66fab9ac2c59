package chat.parlor.protocol.codec;

import chat.parlor.protocol.ClientFrame;
import chat.parlor.protocol.ClientFrame.Place;
import chat.parlor.protocol.ClientFrame.Window;
import chat.parlor.protocol.Decoded;
import chat.parlor.protocol.Decoded.Said;
import chat.parlor.protocol.Decoded.Wrong;
import chat.parlor.protocol.Names;
import chat.parlor.protocol.Ref;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.codec.Fields.Field;
import chat.parlor.protocol.codec.Fields.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes frames from fields. Each frame takes only the fields it has, in the order of its record,
 * and the first that is wrong decides the answer; a field that is not its own is never looked at.
 */
final class ClientFrameBinder {
  static final int MOST_ROOMS = 100;
  static final int MOST_LIMIT = 100;
  static final int DEFAULT_LIMIT = 50;
  static final int MOST_STRETCHES = 100;
  static final int DEFAULT_STRETCHES = 60;
  static final int TO_LENGTH = 128;
  static final int QUERY_LENGTH = 64;
  static final int TOKEN_LENGTH = 4_096;

  private final int textLength;

  ClientFrameBinder(int textLength) {
    this.textLength = textLength;
  }

  Decoded bind(Fields fields) {
    Optional<Ref> ref = Optional.empty();
    try {
      ref = fields.ref();
      return new Said(frame(fields));
    } catch (Misfit misfit) {
      return new Wrong(ref, misfit.code(), misfit.field());
    }
  }

  private ClientFrame frame(Fields fields) throws Misfit {
    Optional<String> type = fields.text(Field.TYPE, 0, Integer.MAX_VALUE);
    if (type.isEmpty()) {
      throw Misfit.invalid(Field.TYPE);
    }
    return switch (type.get()) {
      case "chat" -> chat(fields);
      case "private" -> toOnePerson(fields);
      case "join" -> join(fields);
      case "leave" -> new ClientFrame.Leave(fields.ref(), fields.room());
      case "history" -> history(fields);
      case "stretches" -> stretches(fields);
      case "who" -> new ClientFrame.Who(fields.ref(), fields.room());
      case "rooms" -> rooms(fields);
      case "auth" -> auth(fields);
      case "ping" -> new ClientFrame.Ping(fields.ref());
      case "system" -> throw Misfit.of(Refusal.FORBIDDEN);
      default -> throw Misfit.of(Refusal.UNKNOWN_TYPE);
    };
  }

  private ClientFrame chat(Fields fields) throws Misfit {
    return new ClientFrame.Chat(
        fields.ref(),
        fields.room(),
        fields.message(textLength),
        fields.key(),
        fields.number(Field.REPLY_TO, 1, Long.MAX_VALUE),
        fields.user());
  }

  private ClientFrame toOnePerson(Fields fields) throws Misfit {
    String to = fields.text(Field.TO, 1, TO_LENGTH).orElse("");
    if (MessageText.isBlank(to)) {
      throw Misfit.invalid(Field.TO);
    }
    return new ClientFrame.Private(fields.ref(), to, fields.message(textLength), fields.key());
  }

  private static ClientFrame join(Fields fields) throws Misfit {
    Optional<Value> rooms = fields.value(Field.ROOMS);
    if (rooms.isPresent()) {
      if (fields.has(Field.ROOM) || fields.has(Field.ROOM_ID)) {
        throw Misfit.invalid(Field.ROOMS);
      }
      return new ClientFrame.Join(fields.ref(), places(fields, rooms.get()));
    }
    Optional<String> room = fields.room();
    if (room.isEmpty()) {
      throw Misfit.invalid(Field.ROOM);
    }
    return new ClientFrame.Join(fields.ref(), List.of(fields.placeIn(room.get())));
  }

  private static List<Place> places(Fields fields, Value rooms) throws Misfit {
    if (!(rooms instanceof Value.Items(List<Value> items))
        || items.isEmpty()
        || items.size() > MOST_ROOMS) {
      throw Misfit.invalid(Field.ROOMS);
    }
    List<Place> places = new ArrayList<>(items.size());
    Set<String> seen = new HashSet<>();
    for (Value item : items) {
      Place place =
          item instanceof Value.Members(Fields own) ? placeOfItsOwn(own) : placeNamed(item, fields);
      if (!seen.add(place.room())) {
        throw Misfit.invalid(Field.ROOMS);
      }
      places.add(place);
    }
    return List.copyOf(places);
  }

  private static Place placeNamed(Value item, Fields fields) throws Misfit {
    Optional<String> room =
        item instanceof Value.Text(String text) ? Names.place(text) : Optional.empty();
    if (room.isEmpty()) {
      throw Misfit.invalid(Field.ROOMS);
    }
    return fields.placeIn(room.get());
  }

  private static Place placeOfItsOwn(Fields own) throws Misfit {
    try {
      Optional<String> room = own.room();
      if (room.isPresent()) {
        return own.placeIn(room.get());
      }
    } catch (Misfit inside) {
      // The field that the answer names is the frame's own: rooms, below.
    }
    throw Misfit.invalid(Field.ROOMS);
  }

  private static ClientFrame history(Fields fields) throws Misfit {
    return new ClientFrame.History(
        fields.ref(),
        fields.room(),
        window(fields),
        (int) fields.number(Field.LIMIT, 1, MOST_LIMIT).orElse(DEFAULT_LIMIT));
  }

  private static ClientFrame stretches(Fields fields) throws Misfit {
    return new ClientFrame.Stretches(
        fields.ref(),
        fields.room(),
        (int) fields.number(Field.COUNT, 1, MOST_STRETCHES).orElse(DEFAULT_STRETCHES));
  }

  private static Window window(Fields fields) throws Misfit {
    OptionalLong before = fields.number(Field.BEFORE, 0, Long.MAX_VALUE);
    OptionalLong after = fields.number(Field.AFTER, 0, Long.MAX_VALUE);
    OptionalLong around = fields.number(Field.AROUND, 0, Long.MAX_VALUE);
    if (before.isPresent() && after.isPresent()) {
      throw Misfit.invalid(Field.AFTER);
    }
    if (around.isPresent() && (before.isPresent() || after.isPresent())) {
      throw Misfit.invalid(Field.AROUND);
    }
    if (before.isPresent()) {
      return new Window.Before(before.getAsLong());
    }
    if (after.isPresent()) {
      return new Window.After(after.getAsLong());
    }
    return around.isPresent() ? new Window.Around(around.getAsLong()) : new Window.Newest();
  }

  private static ClientFrame rooms(Fields fields) throws Misfit {
    Optional<String> query = fields.text(Field.QUERY, 0, QUERY_LENGTH);
    return new ClientFrame.Rooms(fields.ref(), query.filter(text -> !MessageText.isBlank(text)));
  }

  private static ClientFrame auth(Fields fields) throws Misfit {
    Optional<String> token = fields.text(Field.TOKEN, 1, TOKEN_LENGTH);
    if (token.isEmpty()) {
      throw Misfit.invalid(Field.TOKEN);
    }
    return new ClientFrame.Auth(fields.ref(), token.get());
  }
}
