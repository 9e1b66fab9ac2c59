package chat.parlor.room;

/**
 * Bounds of the writer.
 *
 * @param mailboxPosts commands that may wait; over it they are refused as overloaded
 * @param mailboxBytes their estimated bytes
 * @param batchPosts commands stored in one transaction at most
 */
public record RoomOptions(int mailboxPosts, long mailboxBytes, int batchPosts) {
  public static RoomOptions defaults() {
    return new RoomOptions(10_000, 16L << 20, 2_000);
  }
}
