package chat.parlor.history;

import chat.parlor.history.Event.MessageId;
import chat.parlor.history.Event.Shown;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Collects events from many threads. Each client records its own in their order. */
public final class History {
  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();

  /** To be called before the first byte is written. */
  public void invoked(MessageId id, String body) {
    events.add(new Event.Invoked(System.nanoTime(), id, body));
  }

  public void acked(MessageId id, long seq) {
    events.add(new Event.Acked(System.nanoTime(), id, seq));
  }

  public void refused(MessageId id, String body, String code) {
    events.add(new Event.Refused(System.nanoTime(), id, body, code));
  }

  public void unknown(MessageId id) {
    events.add(new Event.Unknown(System.nanoTime(), id));
  }

  public void joined(String reader, String room, long after) {
    events.add(new Event.Joined(System.nanoTime(), reader, room, after));
  }

  public void reset(String reader, String room, long from) {
    events.add(new Event.Reset(System.nanoTime(), reader, room, from));
  }

  public void delivered(String reader, Shown entry) {
    events.add(new Event.Delivered(System.nanoTime(), reader, entry));
  }

  public void finished(String reader, String room) {
    events.add(new Event.Finished(System.nanoTime(), reader, room));
  }

  public void readBack(String way, Shown entry) {
    events.add(new Event.ReadBack(System.nanoTime(), way, entry));
  }

  public List<Event> events() {
    return List.copyOf(events);
  }
}
