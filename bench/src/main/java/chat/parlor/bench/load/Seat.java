package chat.parlor.bench.load;

/**
 * Where a client sits.
 *
 * @param index its number in the crowd, from 0
 * @param firstRoom the number of its first room, from 0
 * @param rooms how many rooms it is in, from the first on
 * @param receiveBuffer bytes of SO_RCVBUF; 0: what the system gives
 * @param query more of the address, for who resumes: begins with {@code &}
 * @param after where a client that resumes goes on; -1: at the head
 */
public record Seat(
    int index, int firstRoom, int rooms, int receiveBuffer, String query, long after) {

  public Seat {
    if (rooms < 1) {
      throw new IllegalArgumentException("a client sits in a room");
    }
  }

  /** A client in these rooms, from now on. */
  public static Seat in(int index, int firstRoom, int rooms) {
    return new Seat(index, firstRoom, rooms, 0, "", -1);
  }

  /** The same with a small window, so that not reading stalls the server and not the kernel. */
  public Seat withReceiveBuffer(int bytes) {
    return new Seat(index, firstRoom, rooms, bytes, query, after);
  }

  /** The same, going on after a number. */
  public Seat resuming(long number, String how) {
    return new Seat(index, firstRoom, rooms, receiveBuffer, how, number);
  }
}
