package chat.parlor.net;

import chat.parlor.delivery.Delivery;
import chat.parlor.delivery.Run;
import chat.parlor.session.Client;
import chat.parlor.session.CloseCode;
import chat.parlor.session.Session;
import chat.parlor.telemetry.Metrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket as its session and delivery see it. At most one run of entries is under way;
 * control frames are counted until the socket took them, and past the bound the connection is
 * closed. Owned by the channel's event loop.
 *
 * <pre>
 *   OPEN --- close(), or the peer's Close ---> CLOSING (one Close frame went out) ---> gone
 * </pre>
 */
final class Connection implements Client {
  /** What a Close frame without a code counts as, and the last code there is (section 7.4). */
  private static final int NO_CODE = 1005;

  private static final int LAST_CODE = 4_999;

  private final Channel channel;
  private final SocketLoop loop;
  private final Metrics metrics;

  /** Set right after construction. */
  private @Nullable Session session;

  private boolean closing;

  /** For the figures: 1006 (RFC 6455, section 7.1.5) until a Close frame says otherwise. */
  private int closeCode = 1006;

  private boolean flushQueued;

  /** Written bytes wait for the socket; a mark behind them will tell when they are gone. */
  private boolean draining;

  /**
   * The run under way while {@link #draining}: how far it has come tells that the peer takes bytes.
   */
  private @Nullable ByteBuf underWay;

  private int underWayLeft;
  private boolean tookBytes;
  private long lastTookNanos;

  private int controlFrames;
  private int controlBytes;
  private boolean heard = true;
  private long lastHeardNanos = System.nanoTime();

  /** Written since the peer was heard: its answer to a ping stands behind them. */
  private long unheardBytes;

  private byte @Nullable [] largeFrame;
  private @Nullable Runnable afterLarge;

  private List<Connection> bucket = new ArrayList<>(0);
  private int bucketIndex = -1;

  Connection(Channel channel, SocketLoop loop, Metrics metrics) {
    this.channel = channel;
    this.loop = loop;
    this.metrics = metrics;
    loop.beat(this);
    metrics.connectionOpened();
  }

  void of(Session session) {
    this.session = session;
  }

  @Override
  public Delivery.Lane lane() {
    return loop.lane();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public void schedule(Runnable task, long delayMillis) {
    loop.schedule(task, delayMillis);
  }

  @Override
  public boolean ready() {
    return !draining && !closing && channel.isActive();
  }

  @Override
  public boolean congested() {
    return draining && controlFrames >= NetOptions.CONGESTED_FRAMES;
  }

  @Override
  public void write(Run run) {
    ByteBuf bytes = ((SocketLoop.SharedFrames) run).bytes().retainedDuplicate();
    underWay = bytes;
    unheardBytes += bytes.readableBytes();
    channel.write(bytes, channel.voidPromise());
    flushNow();
  }

  @Override
  public void send(byte[] frame) {
    ByteBuf bytes = loop.allocator().directBuffer(Frames.size(frame.length));
    Frames.text(bytes, frame);
    control(bytes);
  }

  private void control(ByteBuf bytes) {
    if (closing || !channel.isActive()) {
      bytes.release();
      return;
    }
    controlFrames++;
    controlBytes += bytes.readableBytes();
    unheardBytes += bytes.readableBytes();
    channel.write(bytes, channel.voidPromise());
    if (controlFrames > NetOptions.CONTROL_FRAMES || controlBytes > NetOptions.CONTROL_BYTES) {
      flushNow();
      if (controlFrames > NetOptions.CONTROL_FRAMES || controlBytes > NetOptions.CONTROL_BYTES) {
        metrics.slowDisconnect();
        close(CloseCode.TOO_SLOW, "control frames are not taken");
      }
    } else if (!flushQueued) {
      flushQueued = true;
      loop.flushLater(this);
    }
  }

  /** Flushes what {@link #send} queued, unless a run has taken it along. */
  void flushQueued() {
    if (flushQueued) {
      flushNow();
    }
  }

  private void flushNow() {
    flushQueued = false;
    channel.flush();
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out == null || out.isEmpty()) {
      taken();
    } else if (!draining) {
      draining = true;
      underWayLeft = underWay == null ? 0 : underWay.readableBytes();
      lastTookNanos = System.nanoTime();
      channel.write(Unpooled.EMPTY_BUFFER).addListener(done -> drained());
      channel.flush();
    }
  }

  private void taken() {
    underWay = null;
    controlFrames = 0;
    controlBytes = 0;
  }

  private void drained() {
    draining = false;
    tookBytes = true;
    underWay = null;
    if (channel.isActive()) {
      flushNow(); // what was queued behind the mark
    }
    if (draining || closing || !channel.isActive()) {
      return;
    }
    byte[] large = largeFrame;
    Runnable then = afterLarge;
    if (large != null && then != null) {
      largeFrame = null;
      afterLarge = null;
      sendLarge(large, then);
    } else if (then != null) {
      afterLarge = null;
      then.run();
      loop.flush();
    }
    Session mine = session;
    if (mine != null) {
      mine.goOn();
      mine.subscriber().pump();
    }
  }

  @Override
  public void sendLarge(byte[] frame, Runnable then) {
    if (closing || !channel.isActive()) {
      return;
    }
    afterLarge = then;
    if (draining) {
      largeFrame = frame;
      return;
    }
    ByteBuf bytes = loop.allocator().directBuffer(Frames.size(frame.length));
    Frames.text(bytes, frame);
    underWay = bytes;
    unheardBytes += bytes.readableBytes();
    channel.write(bytes, channel.voidPromise());
    flushNow();
    if (!draining) {
      afterLarge = null;
      then.run();
    }
  }

  @Override
  public void reading(boolean on) {
    if (channel.config().isAutoRead() != on) {
      channel.config().setAutoRead(on);
    }
  }

  @Override
  public void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    closeCode = code;
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    ByteBuf bytes = loop.allocator().directBuffer(Frames.size(2 + text.length));
    Frames.header(bytes, Frames.CLOSE, 2 + text.length);
    bytes.writeShort(code).writeBytes(text);
    sendClose(bytes);
  }

  /** Answers the peer's Close frame with its own code (RFC 6455, section 5.5.1). */
  void closedByPeer(ByteBuf payload) {
    if (closing) {
      channel.close();
      return;
    }
    int code =
        payload.readableBytes() >= 2 ? payload.getUnsignedShort(payload.readerIndex()) : NO_CODE;
    if (code > LAST_CODE) {
      close(CloseCode.PROTOCOL_ERROR, "no such close code");
      return;
    }
    closing = true;
    closeCode = code;
    int echoed = Math.min(2, payload.readableBytes());
    ByteBuf bytes = loop.allocator().directBuffer(Frames.size(echoed));
    Frames.header(bytes, Frames.CLOSE, echoed);
    bytes.writeBytes(payload, payload.readerIndex(), echoed);
    // Both sides have said it: the server ends the connection first (section 7.1.1).
    sendClose(bytes).addListener(ChannelFutureListener.CLOSE);
  }

  // The peer is given a moment to read it: closing at once with bytes unread would send a reset,
  // and the Close frame would be lost with it.
  private ChannelFuture sendClose(ByteBuf bytes) {
    channel.config().setAutoRead(true);
    ChannelFuture sent = channel.writeAndFlush(bytes);
    loop.eventLoop()
        .schedule(() -> channel.close(), NetOptions.CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    return sent;
  }

  boolean closing() {
    return closing;
  }

  /** The peer said something, be it a pong. */
  void heard() {
    heard = true;
    unheardBytes = 0;
  }

  void pong(ByteBuf payload) {
    ByteBuf bytes = loop.allocator().directBuffer(Frames.size(payload.readableBytes()));
    Frames.header(bytes, Frames.PONG, payload.readableBytes());
    bytes.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    control(bytes);
  }

  /**
   * Once a round: pings, and ends a peer that in the whole round sent nothing and took nothing. A
   * slow reader looks like that, and is told from a dead peer by {@link #mayBeReading} and {@link
   * #peerAnswers}.
   */
  void beat() {
    long now = System.nanoTime();
    noteWhatWasTaken(now);
    if (heard) {
      lastHeardNanos = now;
    }
    if (!heard && !tookBytes && !(mayBeReading(now) && peerAnswers())) {
      channel.close();
      return;
    }
    heard = false;
    tookBytes = false;
    if (!draining) {
      ByteBuf ping = loop.allocator().directBuffer(2);
      Frames.header(ping, Frames.PING, 0);
      control(ping);
    } else if (now - lastTookNanos > loop.stalledNanos()) {
      metrics.slowDisconnect();
      close(CloseCode.TOO_SLOW, "no byte was taken");
    }
  }

  /**
   * Whether a peer that reads slowly could not have come to the last ping yet: while entries wait
   * for it, and before that, when the kernels on both sides hold so much that the ping waits behind
   * it.
   */
  private boolean mayBeReading(long now) {
    long silentSeconds = TimeUnit.NANOSECONDS.toSeconds(now - lastHeardNanos);
    return draining || unheardBytes > silentSeconds * NetOptions.SLOWEST_BYTES_PER_SECOND;
  }

  /**
   * When the peer last took a byte that waited. Its kernel tells: each time it has read a lump its
   * window opens and bytes leave. Elsewhere the progress of the run tells, more coarsely.
   */
  private void noteWhatWasTaken(long now) {
    ByteBuf run = underWay;
    if (draining && run != null && run.readableBytes() < underWayLeft) {
      underWayLeft = run.readableBytes();
      tookBytes = true;
    }
    if (tookBytes) {
      lastTookNanos = now;
    } else if (draining && channel instanceof EpollSocketChannel socket && socket.isActive()) {
      long sentNanos = now - TimeUnit.MILLISECONDS.toNanos(socket.tcpInfo().lastDataSent());
      lastTookNanos = Math.max(lastTookNanos, sentNanos);
    }
  }

  /** Whether the peer's kernel acknowledges what ours sends, be it that its window is shut. */
  private boolean peerAnswers() {
    if (channel instanceof EpollSocketChannel socket && socket.isActive()) {
      EpollTcpInfo info = socket.tcpInfo();
      return info.retransmits() + info.probes() <= NetOptions.UNANSWERED_SENDS;
    }
    return channel.isActive(); // elsewhere only the bound on taking nothing at all remains
  }

  void inWheel(List<Connection> all, int index) {
    bucket = all;
    bucketIndex = index;
  }

  /** The channel is gone. */
  void gone() {
    if (bucketIndex >= 0) {
      SocketLoop.stopBeating(bucket, bucketIndex);
      bucketIndex = -1;
    }
    closing = true;
    metrics.connectionClosed(closeCode);
    largeFrame = null;
    afterLarge = null;
  }
}
