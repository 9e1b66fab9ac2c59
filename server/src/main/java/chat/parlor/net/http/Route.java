package chat.parlor.net.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;

/**
 * One row of the table of routes.
 *
 * @param path exact
 * @param access who may ask
 */
record Route(String path, Access access, Handler handler) {

  /** Who may ask. */
  enum Access {
    /** Everybody. */
    OPEN,
    /** This machine without a proxy between, or whoever has the metrics token. */
    OPERATOR
  }

  /** Answers a GET. A HEAD gets the same without its body. */
  @FunctionalInterface
  interface Handler {
    FullHttpResponse answer(FullHttpRequest request);
  }
}
