package chat.parlor.faults;

import chat.parlor.e2e.Probe;
import chat.parlor.history.Event.Shown;
import chat.parlor.history.History;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reads rooms over connection after connection, each time on from the last number it has seen. A
 * thread of its own.
 */
final class Reader extends Thread {
  private final String name;
  private final IntSupplier port;
  private final History history;
  private final List<String> rooms;

  /** The last number seen, by room. Written by this thread. */
  private final Map<String, Long> seen = new ConcurrentHashMap<>();

  private final Map<String, String> epochs = new ConcurrentHashMap<>();

  private volatile boolean ending;

  Reader(String name, IntSupplier port, History history, List<String> rooms) {
    super(name);
    this.name = name;
    this.port = port;
    this.history = history;
    this.rooms = List.copyOf(rooms);
  }

  long seen(String room) {
    return seen.getOrDefault(room, 0L);
  }

  List<String> rooms() {
    return rooms;
  }

  /** Ends at the next frame, or within a moment. */
  void end() {
    ending = true;
  }

  @Override
  public void run() {
    while (!ending) {
      try (Probe probe = connect()) {
        while (!ending) {
          take(probe.message());
        }
      } catch (UncheckedIOException | AssertionError e) {
        // A cut connection, or nothing for a while; it comes back.
      }
      pause();
    }
  }

  private Probe connect() {
    Probe probe =
        Probe.open(
            port.getAsInt(), "/ws?lang=en&name=" + name, "Sec-WebSocket-Protocol: parlor.v1");
    String places = rooms.stream().map(this::place).collect(Collectors.joining(","));
    probe.say("{\"type\":\"join\",\"rooms\":[" + places + "]}");
    return probe;
  }

  private String place(String room) {
    String epoch = epochs.get(room);
    return epoch == null
        ? "{\"room\":\"%s\",\"after\":0}".formatted(room)
        : "{\"room\":\"%s\",\"after\":%d,\"epoch\":\"%s\"}".formatted(room, seen(room), epoch);
  }

  private void take(JsonNode frame) {
    String room = frame.path("room").asString();
    switch (frame.path("type").asString()) {
      case "joined" -> {
        history.joined(name, room, seen(room));
        epochs.put(room, frame.path("epoch").asString());
      }
      case "reset" -> {
        history.reset(name, room, frame.path("from").asLong());
        epochs.put(room, frame.path("epoch").asString());
      }
      case "chat" -> {
        Shown entry = Recorded.shown(frame);
        history.delivered(name, entry);
        seen.put(room, entry.seq());
      }
      default -> {}
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
