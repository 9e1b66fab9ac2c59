package chat.parlor.net.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.TooLongHttpContentException;

/** Puts requests together; a body over the bound is refused (413). */
public final class HttpBodyLimit extends HttpObjectAggregator {
  public HttpBodyLimit() {
    super(HttpOptions.BODY_BYTES, true);
  }

  // Netty's own answer has no body and may leave the connection open for what it does not read.
  @Override
  protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
    ctx.fireExceptionCaught(new TooLongHttpContentException("a body over the bound"));
  }
}
