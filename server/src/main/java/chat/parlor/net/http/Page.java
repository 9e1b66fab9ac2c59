package chat.parlor.net.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The page's files, read once from the class path, with an entity tag each. */
final class Page {
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
          + "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

  private Page() {}

  private record PageFile(String path, String resource, String contentType) {}

  private static final List<PageFile> FILES =
      List.of(
          new PageFile("/", "index.html", "text/html; charset=utf-8"),
          new PageFile("/page.js", "page.js", "text/javascript; charset=utf-8"),
          new PageFile("/page.css", "page.css", "text/css; charset=utf-8"));

  static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (PageFile file : FILES) {
      byte[] bytes = read(file.resource());
      String tag = '"' + digest(bytes) + '"';
      routes.add(
          new Route(
              file.path(),
              Route.Access.OPEN,
              request -> answer(request, bytes, tag, file.contentType())));
    }
    return routes;
  }

  private static FullHttpResponse answer(
      FullHttpRequest request, byte[] bytes, String tag, String contentType) {
    String known = request.headers().get(HttpHeaderNames.IF_NONE_MATCH);
    boolean same = known != null && Arrays.asList(known.split("\\s*,\\s*")).contains(tag);
    FullHttpResponse response =
        same
            ? Answer.of(HttpResponseStatus.NOT_MODIFIED, contentType, new byte[0])
            : Answer.of(HttpResponseStatus.OK, contentType, bytes);
    if (same) {
      response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
    }
    response
        .headers()
        .set(HttpHeaderNames.ETAG, tag)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
        .set("Content-Security-Policy", POLICY)
        .set("Cross-Origin-Opener-Policy", "same-origin");
    return response;
  }

  private static byte[] read(String resource) {
    try (InputStream in = Page.class.getResourceAsStream("/page/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("the page lacks " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
