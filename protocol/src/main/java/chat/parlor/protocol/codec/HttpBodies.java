package chat.parlor.protocol.codec;

import chat.parlor.protocol.Refusal;
import java.util.Optional;
import java.util.OptionalLong;

/** The JSON bodies of the HTTP side, in UTF-8. */
public final class HttpBodies {
  private static final int USUAL_LENGTH = 192;

  private HttpBodies() {}

  /**
   * What the process counts, under the names of the well-known tutorial.
   *
   * @param messagesSent entries written to clients, each receiver counted
   */
  public record Stats(
      long activeConnections,
      long messagesSent,
      long messagesStored,
      int rooms,
      long uptimeSeconds) {}

  /** The one body of every refusal. */
  public static byte[] error(
      Refusal code,
      String message,
      Optional<String> field,
      OptionalLong retryAfterMillis,
      String requestId) {
    JsonBytes json = new JsonBytes(USUAL_LENGTH).raw("{\"code\":").text(code.code());
    json.field("message").text(message);
    field.ifPresent(name -> json.field("field").text(name));
    retryAfterMillis.ifPresent(millis -> json.field("retryAfterMillis").number(millis));
    return json.field("requestId").text(requestId).raw("}").toByteArray();
  }

  /** For {@code /healthz} and {@code /readyz}. */
  public static byte[] status(String status) {
    return new JsonBytes(USUAL_LENGTH).raw("{\"status\":").text(status).raw("}").toByteArray();
  }

  /** For {@code /api/stats}. */
  public static byte[] stats(Stats stats) {
    JsonBytes json = new JsonBytes(USUAL_LENGTH);
    json.raw("{\"activeConnections\":").number(stats.activeConnections());
    json.field("messagesSent").number(stats.messagesSent());
    json.field("messagesStored").number(stats.messagesStored());
    json.field("rooms").number(stats.rooms());
    json.field("uptimeSeconds").number(stats.uptimeSeconds());
    return json.raw("}").toByteArray();
  }
}
