package chat.parlor.session;

import chat.parlor.delivery.Delivery;
import chat.parlor.delivery.Sink;

/**
 * The connection of one session, as the session sees it. Everything on its event loop, except
 * {@link #execute}.
 */
public interface Client extends Sink {

  /** Delivery on this connection's event loop. */
  Delivery.Lane lane();

  /** Runs this on the connection's event loop. Any thread. */
  void execute(Runnable task);

  /** Runs this on the connection's event loop after so many milliseconds. */
  void schedule(Runnable task, long delayMillis);

  /** Sends one small frame, with the next flush. Too many not taken close the connection (4008). */
  void send(byte[] frame);

  /** Sends one frame that may be large, and runs {@code then} when it was all taken. */
  void sendLarge(byte[] frame, Runnable then);

  /** Whether to take frames from the socket. */
  void reading(boolean on);

  /** Sends what was queued and one Close frame, then closes. Later frames are dropped. */
  void close(int code, String reason);
}
