package chat.parlor.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A message with its number.
 *
 * @param seq its number in the room, 1 and above
 * @param timeMillis when it was written, since 1970
 * @param user the name its author had then
 * @param clientId the author's own key for it, where there was one
 * @param replyTo the number of the message it answers
 */
public record ChatEntry(
    String room,
    long seq,
    long timeMillis,
    String userId,
    String user,
    String message,
    Optional<String> clientId,
    OptionalLong replyTo) {

  public ChatEntry {
    if (seq < 1) {
      throw new IllegalArgumentException("seq is below 1: " + seq);
    }
  }
}
