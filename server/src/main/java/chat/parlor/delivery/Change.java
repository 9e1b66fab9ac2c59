package chat.parlor.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One change of who is here, told to all who are attached. */
public final class Change {

  /** What happened. */
  public enum Event {
    JOIN,
    LEAVE,
    /** Only the count: the room is too big for names. */
    COUNT
  }

  private final long version;
  private final Event event;
  private final Attendance.@Nullable Present who;
  private final int userCount;

  /** The bytes of this change by form; any thread. */
  private final Map<Object, byte[]> forms = new ConcurrentHashMap<>(4);

  Change(long version, Event event, Attendance.@Nullable Present who, int userCount) {
    this.version = version;
    this.event = event;
    this.who = who;
    this.userCount = userCount;
  }

  long version() {
    return version;
  }

  public Event event() {
    return event;
  }

  /** Who came or went; empty for a count. */
  public Optional<Attendance.Present> who() {
    return Optional.ofNullable(who);
  }

  /** Distinct people attached after it. */
  public int userCount() {
    return userCount;
  }

  /** The bytes of this change in one form (a language), made once for all who read that form. */
  public <F> byte[] inForm(F form, Function<F, byte[]> encode) {
    return forms.computeIfAbsent(form, key -> encode.apply(form));
  }
}
