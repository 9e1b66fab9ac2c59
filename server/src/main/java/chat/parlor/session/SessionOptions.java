package chat.parlor.session;

import chat.parlor.protocol.Language;

/**
 * Limits of what one client, person or address may do; 0 means none.
 *
 * @param messagesPerSecond per person, after a burst of {@code messageBurst}
 * @param textLength UTF-16 units of a message
 * @param connectionsPerAddress sockets at once; IPv6 addresses count by /64
 * @param joinsPerMinute joins per address
 * @param newRoomsPerMinute rooms made by a first message, per address
 * @param heartbeatMillis told to clients
 * @param language spoken where the client asks for none
 * @param guests whether strangers may enter
 * @param version the server's, told to clients
 */
public record SessionOptions(
    int messagesPerSecond,
    int messageBurst,
    int textLength,
    int connectionsPerAddress,
    int joinsPerMinute,
    int newRoomsPerMinute,
    int heartbeatMillis,
    Language language,
    boolean guests,
    String version) {

  /** Rooms that one connection may be joined to at once. */
  static final int ROOMS_PER_CONNECTION = 1_000;

  /**
   * Requests other than messages, per connection and second, after a burst of four times as many.
   */
  static final int REQUESTS_PER_SECOND = 50;

  /** Refusals as rate limited in a row before the connection is closed. */
  static final int PATIENCE = 10;

  /** Messages of one connection that the writer has at once; the next ones wait. */
  static final int UNANSWERED = 32;

  /** Frames kept while an earlier one is being answered; then the socket is not read. */
  static final int WAITING_FRAMES = 16;
}
