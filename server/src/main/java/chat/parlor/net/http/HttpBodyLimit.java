package chat.parlor.net.http;

import io.netty.handler.codec.http.HttpObjectAggregator;

/** Puts requests together; a body over the bound is refused (413). */
public final class HttpBodyLimit extends HttpObjectAggregator {
  public HttpBodyLimit() {
    super(HttpOptions.BODY_BYTES, true);
  }
}
