package chat.parlor.net.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.Optional;

/** What takes a connection over from HTTP. Its own file, so that HTTP knows no WebSockets. */
public interface Upgrade {
  /** The path that is handed on. */
  String path();

  /** Takes the connection over and removes {@link HttpHandler}, or returns why not. */
  Optional<FullHttpResponse> begin(ChannelHandlerContext ctx, FullHttpRequest request);
}
