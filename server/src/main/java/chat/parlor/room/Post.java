package chat.parlor.room;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A message on its way to the writer.
 *
 * @param author its user id
 * @param name what the author is called now; stored with the entry
 * @param key the client's own id; empty: the writer makes one
 * @param receipt told what became of it, once, on the writer's thread
 */
public record Post(
    Target target,
    String author,
    String name,
    String message,
    Optional<String> key,
    OptionalLong replyTo,
    Receipt receipt) {

  /** Where it goes. */
  public sealed interface Target {
    /** A room that anybody may read and write. */
    record Open(String room) implements Target {}

    /** A closed room that the author was seen to be a reader of. Its readers never change. */
    record Closed(String room, Set<String> readers) implements Target {}

    /** The closed room of two persons, made with its first message. */
    record Direct(String other) implements Target {}
  }

  /** Waits for the outcome. Must only take a note: it is called on the writer's thread. */
  @FunctionalInterface
  public interface Receipt {
    void answered(Outcome outcome);
  }

  /** What it counts for in the mailbox, in bytes. */
  int weight() {
    return 200 + 3 * message.length();
  }
}
