package chat.parlor.protocol.codec;

import chat.parlor.protocol.ChatEntry;

/**
 * An entry as the JSON bytes that go to clients. This runs once per message, on the one thread that
 * writes, so it takes about a microsecond: straight into one array, nothing shared between calls.
 */
public final class EntryCodec {
  /** What stands around the values: field names, number, time; a little more than it takes. */
  private static final int FRAME_LENGTH = 192;

  private EntryCodec() {}

  /** The JSON text of the entry, in UTF-8; the same for the same entry, always. */
  public static byte[] encode(ChatEntry entry) {
    int units =
        entry.room().length()
            + entry.userId().length()
            + entry.user().length()
            + entry.message().length();
    JsonBytes json = new JsonBytes(FRAME_LENGTH + 3 * units);
    json.raw("{\"type\":\"chat\",\"room\":").text(entry.room());
    json.raw(",\"seq\":").number(entry.seq());
    json.raw(",\"time\":").time(entry.timeMillis());
    json.raw(",\"userId\":").text(entry.userId());
    json.raw(",\"user\":").text(entry.user());
    json.raw(",\"message\":").text(entry.message());
    entry.clientId().ifPresent(id -> json.raw(",\"clientId\":").text(id));
    entry.replyTo().ifPresent(seq -> json.raw(",\"replyTo\":").number(seq));
    return json.raw("}").toByteArray();
  }
}
