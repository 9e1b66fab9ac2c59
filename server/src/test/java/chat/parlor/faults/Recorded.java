package chat.parlor.faults;

import chat.parlor.history.Event.MessageId;
import chat.parlor.history.Event.Shown;
import tools.jackson.databind.JsonNode;

/** What frames mean to a history. */
final class Recorded {
  private Recorded() {}

  /** An entry as it came, in any frame. */
  static Shown shown(JsonNode entry) {
    String room = entry.path("room").asString();
    return new Shown(
        room,
        entry.path("seq").asLong(),
        new MessageId(entry.path("userId").asString(), room, entry.path("clientId").asString()),
        entry.path("message").asString(),
        entry.toString());
  }
}
