package chat.parlor.net;

import io.netty.handler.codec.http.HttpObjectAggregator;

/** Puts requests together; a body over the bound is refused (413). */
final class HttpBodyLimit extends HttpObjectAggregator {
  HttpBodyLimit() {
    super(NetOptions.BODY_BYTES, true);
  }
}
