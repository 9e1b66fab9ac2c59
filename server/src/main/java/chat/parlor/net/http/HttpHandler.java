package chat.parlor.net.http;

import chat.parlor.protocol.Language;
import chat.parlor.protocol.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP on one connection, until it becomes a WebSocket. Requests are answered one after the other,
 * on the event loop: no route waits for anything. Owned by the channel's event loop.
 */
public final class HttpHandler extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);

  private final Routes routes;
  private final Upgrade upgrade;

  /** The last answer went out; whatever still comes is thrown away. */
  private boolean ended;

  /** The deadline of the request that is due. */
  private @Nullable Future<?> deadline;

  public HttpHandler(Routes routes, Upgrade upgrade) {
    this.routes = routes;
    this.upgrade = upgrade;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    await(ctx);
  }

  private void await(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor()
            .schedule(
                () -> end(ctx, Answer.refused(Refusal.REQUEST_TIMEOUT, Language.ENGLISH)),
                HttpOptions.REQUEST_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  private void stopWaiting() {
    Future<?> waiting = deadline;
    if (waiting != null) {
      waiting.cancel(false);
      deadline = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object in) {
    try {
      stopWaiting();
      if (!ended && in instanceof FullHttpRequest request) {
        handle(ctx, request);
      }
    } finally {
      ReferenceCountUtil.release(in);
    }
  }

  private void handle(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      end(ctx, Answer.refused(malformed(request.decoderResult().cause()), Language.ENGLISH));
      return;
    }
    if (request.headers().getAll(HttpHeaderNames.HOST).size() != 1
        && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      end(ctx, Answer.refused(Refusal.BAD_REQUEST, Language.ENGLISH));
      return;
    }
    if (Routes.path(request).equals(upgrade.path())) {
      upgrade.begin(ctx, request).ifPresent(refused -> answer(ctx, request, refused));
    } else {
      answer(ctx, request, routes.answer(ctx.channel(), request));
    }
  }

  private static Refusal malformed(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException line -> Refusal.URI_TOO_LONG;
      case TooLongHttpHeaderException header -> Refusal.HEADERS_TOO_LARGE;
      default -> Refusal.BAD_REQUEST;
    };
  }

  private void answer(ChannelHandlerContext ctx, FullHttpRequest request, FullHttpResponse answer) {
    if (request.method().equals(HttpMethod.HEAD)) {
      answer.content().clear();
    }
    if (!HttpUtil.isKeepAlive(request)) {
      end(ctx, answer);
      return;
    }
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      answer.headers().add(HttpHeaderNames.CONNECTION, "keep-alive");
    }
    ctx.writeAndFlush(answer);
    await(ctx);
  }

  // Closing with bytes unread would send a reset, and the peer might never see the answer: so we
  // only stop sending, and read on for a moment until the peer closes.
  private void end(ChannelHandlerContext ctx, FullHttpResponse answer) {
    stopWaiting();
    if (ended || !ctx.channel().isActive()) {
      answer.release();
      return;
    }
    ended = true;
    answer.headers().add(HttpHeaderNames.CONNECTION, "close");
    ctx.writeAndFlush(answer)
        .addListener(sent -> {
          if (sent.isSuccess() && ctx.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
          } else {
            ctx.close();
          }
        });
    ctx.executor().schedule(() -> ctx.close(), HttpOptions.LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    stopWaiting();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stopWaiting();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      end(ctx, Answer.refused(Refusal.TOO_LARGE, Language.ENGLISH));
    } else if (cause instanceof IOException) {
      ctx.close();
    } else {
      log.error("a request failed", cause);
      end(ctx, Answer.refused(Refusal.INTERNAL, Language.ENGLISH));
    }
  }
}
