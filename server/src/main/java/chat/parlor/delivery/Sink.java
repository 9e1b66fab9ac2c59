package chat.parlor.delivery;

/**
 * The way out to one client, used on its event loop only. At most one run is under way at a time,
 * and entries are never given to a sink that cannot take them: a slow client is a cursor that moves
 * slowly, not a queue.
 */
public interface Sink {

  /** No run is under way, and the socket takes bytes. */
  boolean ready();

  /**
   * Sends these bytes, and what was queued before them, at once. While they are not all taken,
   * {@link #ready} is false; then {@link Subscriber#pump} is called.
   */
  void write(Run run);
}
