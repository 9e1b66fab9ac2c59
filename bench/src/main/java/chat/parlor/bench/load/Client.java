package chat.parlor.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** One WebSocket client (RFC 6455). Owned by the generator's thread. */
public final class Client {

  /** From the first packet to the last. */
  private enum State {
    CONNECTING,
    UPGRADING,
    OPEN,
    CLOSED
  }

  private static final byte[] NOTHING = {};
  private static final byte[] HEAD_END = Bytes.of("\r\n\r\n");
  private static final byte[] SWITCHING = Bytes.of("HTTP/1.1 101");
  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final Crowd crowd;
  private final Seat seat;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final long openedNanos = System.nanoTime();
  private State state = State.CONNECTING;
  private boolean ready;
  private boolean reading = true;

  /** The beginning of a frame whose rest has not come. */
  private byte[] rest = NOTHING;

  /** What the socket has not taken. */
  private byte[] out = NOTHING;

  private int outLength;
  private boolean toFlush;

  /** The number of the last message, by room, from the seat's first one on; -1: not joined yet. */
  private final long[] last;

  /** Rooms that are caught up. */
  int caughtUp;

  /** What {@code welcome} and {@code joined} said, kept by who is to resume. */
  String token = "";

  String epoch = "";

  /** When the messages were sent that are not acknowledged, oldest first: a ring. */
  private final long[] unacknowledged;

  private int oldest;
  private int outstanding;

  Client(Crowd crowd, Seat seat) throws IOException {
    this.crowd = crowd;
    this.seat = seat;
    this.last = new long[seat.rooms()];
    Arrays.fill(last, -1);
    this.unacknowledged = new long[Math.max(1, crowd.window())];
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (seat.receiveBuffer() > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, seat.receiveBuffer());
    }
    InetSocketAddress from = crowd.sourceAddress(seat);
    if (from != null) {
      channel.bind(from);
    }
    key = channel.register(crowd.generator().selector(), SelectionKey.OP_CONNECT, this);
    if (channel.connect(crowd.address())) {
      upgrade();
    }
  }

  public Seat seat() {
    return seat;
  }

  public Crowd crowd() {
    return crowd;
  }

  public String token() {
    return token;
  }

  public String epoch() {
    return epoch;
  }

  long openedNanos() {
    return openedNanos;
  }

  /** The last number it has seen of one of its rooms, counted from the first. */
  public long last(int ownRoom) {
    return last[ownRoom];
  }

  public boolean isReady() {
    return ready && state != State.CLOSED;
  }

  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Whether it takes what comes: a stalled client does not. */
  public void reading(boolean on) {
    reading = on;
    interest();
  }

  private void interest() {
    if (state == State.CLOSED || state == State.CONNECTING) {
      return;
    }
    key.interestOps(
        (reading ? SelectionKey.OP_READ : 0) | (outLength > 0 ? SelectionKey.OP_WRITE : 0));
  }

  void ready(SelectionKey readyKey) {
    try {
      if (state == State.CONNECTING) {
        channel.finishConnect();
        upgrade();
      } else if (readyKey.isValid()) {
        if (readyKey.isWritable()) {
          flush();
        }
        if (reading && state != State.CLOSED && readyKey.isReadable()) {
          read();
        }
      }
    } catch (IOException e) {
      lost(String.valueOf(e.getMessage()));
    }
  }

  private void upgrade() {
    state = State.UPGRADING;
    interest();
    InetSocketAddress address = crowd.address();
    String protocol = crowd.dialect().subprotocol();
    add(
        Bytes.of(
            "GET "
                + crowd.dialect().path(crowd, seat)
                + " HTTP/1.1\r\nHost: "
                + address.getHostString()
                + ":"
                + address.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + (protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n")
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
  }

  private void read() throws IOException {
    ByteBuffer buffer = crowd.generator().reading();
    byte[] bytes = crowd.generator().readBytes();
    System.arraycopy(rest, 0, bytes, 0, rest.length);
    buffer.limit(bytes.length).position(rest.length);
    int got = channel.read(buffer);
    if (got < 0) {
      lost("end of stream");
      return;
    }
    int end = buffer.position();
    int at = state == State.UPGRADING ? head(bytes, end) : 0;
    if (state == State.OPEN) {
      crowd.tally().now(System.nanoTime());
      at = frames(bytes, at, end);
    }
    if (end - at == bytes.length) {
      lost("a frame of more than " + bytes.length + " bytes");
    }
    rest = at == end ? NOTHING : Arrays.copyOfRange(bytes, at, end);
  }

  private int head(byte[] bytes, int end) {
    int headEnd = Bytes.find(bytes, 0, end, HEAD_END);
    if (headEnd < 0) {
      return 0;
    }
    if (!Bytes.startsWith(bytes, 0, end, SWITCHING)) {
      lost("refused: " + Bytes.text(bytes, 0, headEnd));
      return end;
    }
    state = State.OPEN;
    crowd.dialect().opened(this);
    return headEnd + HEAD_END.length;
  }

  /** Handles every whole frame; returns where the first incomplete one begins. */
  private int frames(byte[] bytes, int from, int end) {
    int at = from;
    while (end - at >= 2 && state == State.OPEN) {
      int size = bytes[at + 1] & 0x7f;
      int header = size == 126 ? 4 : size == 127 ? 10 : 2;
      if (end - at < header) {
        break;
      }
      if (header > 2) {
        size = 0;
        for (int i = 2; i < header; i++) {
          size = (size << 8) | (bytes[at + i] & 0xff);
        }
      }
      if (end - at - header < size) {
        break;
      }
      frame(bytes[at] & 0x8f, bytes, at + header, at + header + size);
      at += header + size;
    }
    return at;
  }

  private void frame(int first, byte[] bytes, int from, int to) {
    switch (first) {
      case 0x80 | TEXT -> crowd.dialect().heard(this, bytes, from, to);
      case 0x80 | PING -> add(frame(PONG, Arrays.copyOfRange(bytes, from, to)));
      case 0x80 | PONG -> {}
      case 0x80 | CLOSE -> {
        int code = to - from < 2 ? 1005 : ((bytes[from] & 0xff) << 8) | (bytes[from + 1] & 0xff);
        lost("closed with " + code);
      }
      default -> lost("a frame that begins with " + Integer.toHexString(first));
    }
  }

  /** Says this in a text frame; it leaves at the end of the turn. */
  public void say(String text) {
    add(frame(TEXT, Bytes.of(text)));
  }

  private static byte[] frame(int opcode, byte[] payload) {
    int header = payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10;
    byte[] frame = new byte[header + MASK.length + payload.length];
    frame[0] = (byte) (0x80 | opcode);
    frame[1] = (byte) (0x80 | (header == 2 ? payload.length : header == 4 ? 126 : 127));
    for (int i = header - 1, left = payload.length; i > 1; i--, left >>>= 8) {
      frame[i] = (byte) left;
    }
    System.arraycopy(MASK, 0, frame, header, MASK.length);
    for (int i = 0; i < payload.length; i++) {
      frame[header + MASK.length + i] = (byte) (payload[i] ^ MASK[i & 3]);
    }
    return frame;
  }

  private void add(byte[] bytes) {
    if (state == State.CLOSED) {
      return;
    }
    if (outLength + bytes.length > out.length) {
      out = Arrays.copyOf(out, 2 * (outLength + bytes.length));
    }
    System.arraycopy(bytes, 0, out, outLength, bytes.length);
    outLength += bytes.length;
    if (!toFlush) {
      toFlush = true;
      crowd.generator().flushLater(this);
    }
  }

  void flush() {
    toFlush = false;
    if (state == State.CLOSED || outLength == 0) {
      return;
    }
    try {
      int wrote = channel.write(ByteBuffer.wrap(out, 0, outLength));
      System.arraycopy(out, wrote, out, 0, outLength - wrote);
      boolean waited = (key.interestOps() & SelectionKey.OP_WRITE) != 0;
      outLength -= wrote;
      if (outLength > 0 || waited) {
        interest();
      }
      if (outLength == 0 && out.length > 4_096) {
        out = NOTHING;
      }
    } catch (IOException e) {
      lost(String.valueOf(e.getMessage()));
    }
  }

  /** It may be counted on: it is in all of its rooms. */
  void nowReady() {
    if (!ready) {
      ready = true;
      crowd.oneIsReady(this);
    }
  }

  /** The room stands at this number, as the server says. */
  void joined(int ownRoom, long number) {
    last[ownRoom] = number;
  }

  /** For servers without rooms and numbers: messages count by what the bench numbered them. */
  void enteredTheOneRoom() {
    crowd.roomStandsAt(0, 0);
    joined(0, crowd.expected(0));
    nowReady();
  }

  /** The same for what it receives. */
  void receivedUnnumbered(byte[] bytes, int from, int to) {
    Marker marker = crowd.marker();
    if (marker.find(bytes, from, to)) {
      received(0, marker.number(), marker.dueNanos());
    }
  }

  /** A message came. Its number must be the next one. */
  void received(int ownRoom, long number, long dueNanos) {
    long before = last[ownRoom];
    last[ownRoom] = number;
    if (number != before + 1) {
      crowd.outOfOrder(this, ownRoom, number, before);
    }
    crowd.tally().delivered(this, dueNanos);
  }

  void sent(long nanos) {
    if (crowd.window() > 0) {
      unacknowledged[(oldest + outstanding) % unacknowledged.length] = nanos;
      outstanding++;
    }
  }

  /** The oldest message that was not acknowledged is so now. */
  void acknowledged() {
    if (outstanding > 0) {
      long sent = unacknowledged[oldest];
      oldest = (oldest + 1) % unacknowledged.length;
      outstanding--;
      crowd.acknowledged(this, sent);
    }
  }

  int outstanding() {
    return outstanding;
  }

  private void lost(String why) {
    if (state != State.CLOSED) {
      boolean before = isReady();
      shut();
      crowd.lost(this, before, why);
    }
  }

  /** Goes, as a client that closes its window. */
  public void leave() {
    if (state != State.CLOSED) {
      boolean before = isReady();
      shut();
      crowd.left(this, before);
    }
  }

  private void shut() {
    state = State.CLOSED;
    try {
      channel.close();
    } catch (IOException e) {
      crowd.fault("a socket could not be closed: " + e.getMessage());
    }
  }
}
