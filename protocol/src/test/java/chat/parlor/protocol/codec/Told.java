package chat.parlor.protocol.codec;

import chat.parlor.protocol.ClientFrame;
import chat.parlor.protocol.ClientFrame.Place;
import chat.parlor.protocol.ClientFrame.Window;
import chat.parlor.protocol.Language;
import java.util.List;
import java.util.Optional;

/** Frames as the vectors tell them. Its own JSON, so that no mistake of the codec hides itself. */
final class Told {
  private final StringBuilder json = new StringBuilder();

  private Told() {}

  static String frame(ClientFrame frame) {
    Told told = new Told();
    switch (frame) {
      case ClientFrame.Chat chat -> {
        told.start("chat", chat).text("room", chat.room()).text("message", chat.message());
        told.text("id", chat.id());
        chat.replyTo().ifPresent(seq -> told.raw("replyTo", Long.toString(seq)));
        told.text("user", chat.user());
      }
      case ClientFrame.Private one ->
          told.start("private", one)
              .text("to", one.to())
              .text("message", one.message())
              .text("id", one.id());
      case ClientFrame.Join join -> {
        List<String> places = join.places().stream().map(Told::place).toList();
        told.start("join", join).raw("places", "[" + String.join(",", places) + "]");
      }
      case ClientFrame.Leave leave -> told.start("leave", leave).text("room", leave.room());
      case ClientFrame.History history ->
          told.start("history", history)
              .text("room", history.room())
              .raw("window", window(history.window()))
              .raw("limit", Integer.toString(history.limit()));
      case ClientFrame.Stretches stretches ->
          told.start("stretches", stretches)
              .text("room", stretches.room())
              .raw("count", Integer.toString(stretches.count()));
      case ClientFrame.Who who -> told.start("who", who).text("room", who.room());
      case ClientFrame.Rooms rooms -> told.start("rooms", rooms).text("query", rooms.query());
      case ClientFrame.Auth auth -> told.start("auth", auth).text("token", auth.token());
      case ClientFrame.Ping ping -> told.start("ping", ping);
    }
    return told.end();
  }

  static String hello(Hello hello) {
    Told told = new Told();
    told.text("name", hello.name()).text("token", hello.token());
    told.text("language", hello.language().map(Language::tag));
    hello.place().ifPresent(place -> told.raw("place", place(place)));
    List<String> wrong = hello.wrongFields().stream().map(Told::quoted).toList();
    return told.raw("wrong", "[" + String.join(",", wrong) + "]").end();
  }

  private static String place(Place place) {
    Told told = new Told();
    told.text("room", place.room());
    place.after().ifPresent(seq -> told.raw("after", Long.toString(seq)));
    told.text("epoch", place.epoch());
    place.last().ifPresent(last -> told.raw("last", Integer.toString(last)));
    return told.raw("echo", Boolean.toString(place.echo())).end();
  }

  private static String window(Window window) {
    return switch (window) {
      case Window.Newest newest -> "\"newest\"";
      case Window.Before before -> "{\"before\":" + before.seq() + "}";
      case Window.After after -> "{\"after\":" + after.seq() + "}";
      case Window.Around around -> "{\"around\":" + around.seq() + "}";
    };
  }

  private Told start(String type, ClientFrame frame) {
    text("type", type);
    frame.ref().ifPresent(ref -> raw("ref", ref.json()));
    return this;
  }

  private Told text(String name, String text) {
    return raw(name, quoted(text));
  }

  private Told text(String name, Optional<String> text) {
    text.ifPresent(some -> text(name, some));
    return this;
  }

  private Told raw(String name, String value) {
    json.append(json.isEmpty() ? "{" : ",").append(quoted(name)).append(':').append(value);
    return this;
  }

  private String end() {
    return json.append('}').toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      switch (unit) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (unit < ' ') {
            quoted.append("\\u%04x".formatted((int) unit));
          } else {
            quoted.append(unit);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
