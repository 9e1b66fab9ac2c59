package chat.parlor.faults;

import chat.parlor.e2e.Probe;
import chat.parlor.history.Event.MessageId;
import chat.parlor.history.History;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One guest that sends as fast as it is answered, some messages at a time, over connection after
 * connection. A thread of its own.
 */
final class Sender extends Thread {

  /** What it does with a message whose outcome it does not know. */
  enum Unknowns {
    /** Sends it again with the same id until it is answered: finds duplicates. */
    RESEND,
    /** Never sends it again: finds losses that a resend would hide. */
    LEAVE
  }

  /** These say that nobody knows; every other refusal says that it is not stored. */
  private static final Set<String> OUTCOME_UNKNOWN = Set.of("storage_unavailable", "internal");

  private final String name;
  private final IntSupplier port;
  private final History history;
  private final Unknowns unknowns;
  private final int window;

  /** Sent and not answered, in their order. Owned by this thread, as all below. */
  private final Map<String, Message> inFlight = new LinkedHashMap<>();

  private final ArrayDeque<Message> again = new ArrayDeque<>();
  private String token = "";
  private String userId = "";
  private int made;

  private volatile boolean ending;

  /** Acknowledgements so far. */
  private final AtomicInteger acked = new AtomicInteger();

  private volatile long lastAckNanos = System.nanoTime();

  /** The last refusal that said that nobody knows. */
  private volatile long lastUnavailableNanos;

  private record Message(MessageId id, String body) {}

  Sender(String name, IntSupplier port, History history, Unknowns unknowns, int window) {
    super(name);
    this.name = name;
    this.port = port;
    this.history = history;
    this.unknowns = unknowns;
    this.window = window;
  }

  int acked() {
    return acked.get();
  }

  long lastAckNanos() {
    return lastAckNanos;
  }

  long lastUnavailableNanos() {
    return lastUnavailableNanos;
  }

  /** Sends nothing new; ends once everything in flight is answered, or given up. */
  void end() {
    ending = true;
  }

  @Override
  public void run() {
    while (!ending || !again.isEmpty()) {
      try (Probe probe = connect()) {
        greet(probe);
        exchange(probe);
      } catch (UncheckedIOException | AssertionError e) {
        // A cut connection; what was in flight is unknown.
      }
      giveUp();
      pause();
    }
  }

  private Probe connect() {
    String path = "/ws?name=" + name + (token.isEmpty() ? "" : "&token=" + token);
    return Probe.open(port.getAsInt(), path, "Sec-WebSocket-Protocol: parlor.v1");
  }

  private void greet(Probe probe) {
    JsonNode welcome = probe.await("welcome");
    String me = welcome.path("you").path("userId").asString();
    if (!userId.isEmpty() && !userId.equals(me)) {
      throw new IllegalStateException(userId + " came back as " + me);
    }
    userId = me;
    token = welcome.path("token").asString();
  }

  private void exchange(Probe probe) {
    while (true) {
      while (inFlight.size() < window && next(probe)) {}
      if (inFlight.isEmpty()) {
        return; // at the end
      }
      JsonNode answer = probe.message();
      switch (answer.path("type").asString()) {
        case "ack" -> acked(answer);
        case "error" -> {
          if (refused(answer)) {
            return;
          }
        }
        case "goaway" -> {
          return;
        }
        default -> {}
      }
    }
  }

  private boolean next(Probe probe) {
    Message message = again.poll();
    if (message == null && !ending) {
      String key = "%s-%08d".formatted(name, made++);
      String room = made % 2 == 0 ? Load.ROOMS.getFirst() : Load.ROOMS.getLast();
      message = new Message(new MessageId(userId, room, key), "text of " + key);
    }
    if (message == null) {
      return false;
    }
    inFlight.put(message.id().key(), message);
    history.invoked(message.id(), message.body());
    probe.say(
        "{\"type\":\"chat\",\"ref\":\"%s\",\"id\":\"%s\",\"room\":\"%s\",\"message\":\"%s\"}"
            .formatted(
                message.id().key(), message.id().key(), message.id().room(), message.body()));
    return true;
  }

  private void acked(JsonNode answer) {
    Message message = answered(answer);
    if (message != null) {
      history.acked(message.id(), answer.path("seq").asLong());
      lastAckNanos = System.nanoTime();
      acked.incrementAndGet();
    }
  }

  /** Whether to come back later. */
  private boolean refused(JsonNode answer) {
    Message message = answered(answer);
    if (message == null) {
      return false;
    }
    String code = answer.path("code").asString();
    if (OUTCOME_UNKNOWN.contains(code)) {
      history.unknown(message.id());
      lastUnavailableNanos = System.nanoTime();
      keep(List.of(message));
    } else {
      history.refused(message.id(), message.body(), code);
    }
    pause();
    return false;
  }

  private @Nullable Message answered(JsonNode answer) {
    return inFlight.remove(answer.path("ref").asString());
  }

  private void giveUp() {
    inFlight.values().forEach(message -> history.unknown(message.id()));
    keep(List.copyOf(inFlight.values()));
    inFlight.clear();
  }

  private void keep(List<Message> messages) {
    if (unknowns == Unknowns.RESEND) {
      again.addAll(messages);
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
