package chat.parlor.net;

import chat.parlor.net.http.HttpOptions;
import java.util.List;

/**
 * How the server listens.
 *
 * @param port 0: any free one
 * @param loops event loops; 0: one per processor
 * @param maxFrameBytes bytes of a client's message, over all its fragments
 * @param allowedOrigins origins ({@code scheme://host[:port]}) of other sites whose pages may
 *     connect
 */
public record NetOptions(
    String host,
    int port,
    int loops,
    int maxFrameBytes,
    int heartbeatMillis,
    List<String> allowedOrigins,
    HttpOptions http) {

  /** Fragments of one message. */
  static final int FRAGMENTS = 64;

  /** Time for a fragmented message to be whole; pings in between do not extend it. */
  static final int MESSAGE_MILLIS = 30_000;

  /** Control frames, acks and errors that a client has not taken yet. */
  static final int CONTROL_FRAMES = 64;

  static final int CONTROL_BYTES = 32 << 10;

  /** With so many of them untaken, no more is read from the client. */
  static final int CONGESTED_FRAMES = 16;

  /**
   * Heartbeats in which a client with entries under way must take at least a byte. The window of a
   * reader of 1 KiB/s opens in lumps: of a segment at first, later of some 64 KiB.
   */
  static final int STALLED_HEARTBEATS = 4;

  /**
   * Repeated segments and window probes in a row without an answer by the peer's kernel, at which
   * it still counts as there: a second and a half. A dead one has seven within half a minute.
   */
  static final int UNANSWERED_SENDS = 3;

  /** A reader of this speed is waited for; one that should have come to the ping by now is not. */
  static final int SLOWEST_BYTES_PER_SECOND = 512;

  /**
   * The largest TCP segment, that of a jumbo frame. On loopback they would be of 64 KiB, and so
   * would be the lumps in which a slow reader's window opens.
   */
  static final int SEGMENT_BYTES = 8_960;

  /** Pings of a client that are answered, per second, after a burst of as many. */
  static final int PINGS_PER_SECOND = 20;

  /** Time for the peer to close after our Close frame. */
  static final int CLOSE_MILLIS = 1_000;

  /**
   * Kernel bytes not sent yet, per socket, above which it takes no more: the backlog stays a
   * cursor.
   */
  static final int NOT_SENT_BYTES = 16 << 10;
}
