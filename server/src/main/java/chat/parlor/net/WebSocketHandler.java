package chat.parlor.net;

import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.codec.FrameDecoder;
import chat.parlor.session.CloseCode;
import chat.parlor.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes in on one WebSocket: puts fragments together, answers pings within reason, and gives
 * whole texts to the session. Owned by the channel's event loop.
 */
final class WebSocketHandler extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(WebSocketHandler.class);
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Connection connection;
  private final Session session;
  private final FrameDecoder decoder;
  private final Dialect dialect;
  private final Runnable whenGone;
  private final int maxFrameBytes;

  /** The fragments so far; empty and unused while {@link #fragments} is 0. */
  private ByteArrayOutputStream partial = new ByteArrayOutputStream(0);

  private int fragments;
  private int message;
  private int pings;
  private long pingsSinceNanos;

  WebSocketHandler(Connection connection, Session session, Speech speech, Runnable whenGone) {
    this.connection = connection;
    this.session = session;
    this.decoder = speech.decoder();
    this.dialect = speech.dialect();
    this.maxFrameBytes = speech.maxFrameBytes();
    this.whenGone = whenGone;
  }

  /** How this client speaks. */
  record Speech(FrameDecoder decoder, Dialect dialect, int maxFrameBytes) {}

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object in) {
    try {
      connection.heard();
      if (in instanceof CloseWebSocketFrame close) {
        connection.closedByPeer(close.content());
      } else if (!connection.closing() && in instanceof WebSocketFrame frame) {
        read(ctx, frame);
      }
    } finally {
      ReferenceCountUtil.release(in);
    }
  }

  private void read(ChannelHandlerContext ctx, WebSocketFrame frame) {
    switch (frame) {
      case TextWebSocketFrame text when text.isFinalFragment() -> text(text.content());
      case TextWebSocketFrame first -> begin(ctx, first.content());
      case ContinuationWebSocketFrame next -> goOn(next);
      case PingWebSocketFrame ping -> ping(ping.content());
      case BinaryWebSocketFrame binary ->
          connection.close(CloseCode.UNSUPPORTED, "text frames only");
      default -> {} // a pong: it was heard
    }
  }

  private void text(ByteBuf content) {
    session.said(decoder.decode(ByteBufUtil.getBytes(content), dialect));
  }

  private void begin(ChannelHandlerContext ctx, ByteBuf content) {
    fragments = 1;
    partial = new ByteArrayOutputStream(content.readableBytes() * 2);
    append(content);
    int begun = ++message;
    ctx.executor().schedule(() -> late(begun), NetOptions.MESSAGE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void late(int begun) {
    if (fragments > 0 && message == begun) {
      connection.close(CloseCode.POLICY, "a message took too long");
    }
  }

  private void goOn(ContinuationWebSocketFrame next) {
    if (++fragments > NetOptions.FRAGMENTS) {
      connection.close(CloseCode.POLICY, "too many fragments");
    } else if (partial.size() + next.content().readableBytes() > maxFrameBytes) {
      connection.close(CloseCode.TOO_BIG, "too big");
    } else {
      append(next.content());
      if (next.isFinalFragment()) {
        byte[] whole = partial.toByteArray();
        partial = new ByteArrayOutputStream(0);
        fragments = 0;
        session.said(decoder.decode(whole, dialect));
      }
    }
  }

  private void append(ByteBuf content) {
    partial.writeBytes(ByteBufUtil.getBytes(content));
  }

  private void ping(ByteBuf content) {
    long now = System.nanoTime();
    if (now - pingsSinceNanos > SECOND_NANOS) {
      pingsSinceNanos = now;
      pings = 0;
    }
    if (++pings > NetOptions.PINGS_PER_SECOND) {
      connection.close(CloseCode.RATE_LIMITED, "too many pings");
    } else {
      connection.pong(content);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    connection.flushQueued();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connection.gone();
    session.closed();
    whenGone.run();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable reason = cause.getCause() instanceof CorruptedFrameException inner ? inner : cause;
    switch (reason) {
      case TooLongFrameException tooLong -> connection.close(CloseCode.TOO_BIG, "too big");
      case CorruptedWebSocketFrameException wrong ->
          connection.close(wrong.closeStatus().code(), wrong.closeStatus().reasonText());
      case CorruptedFrameException wrong ->
          connection.close(CloseCode.PROTOCOL_ERROR, "protocol error");
      case IOException gone -> ctx.close(); // a reset, a broken pipe
      default -> {
        log.error("a connection failed", cause);
        connection.close(CloseCode.INTERNAL, "internal");
      }
    }
  }
}
