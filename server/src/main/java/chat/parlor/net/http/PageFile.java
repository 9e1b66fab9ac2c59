package chat.parlor.net.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the page as it is answered, made at the start: nothing is packed, hashed or looked up
 * on a disk for a request.
 *
 * @param packed by gzip, where that is smaller
 */
record PageFile(String contentType, String caching, Form plain, Optional<Form> packed) {
  /** The name changes with the content. */
  static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** Asked for again each time, and answered by 304 when it is the same. */
  static final String ASK_AGAIN = "no-cache";

  /**
   * Nothing but this server's own files runs or is shown, nobody frames the page, and texts become
   * no scripts. The one policy of trusted types is there for the service worker: Chromium takes its
   * address from a policy only.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
          + "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
          + "base-uri 'self'; form-action 'none'; frame-ancestors 'none'; "
          + "require-trusted-types-for 'script'; trusted-types parlor";

  private static final String PERMISSIONS =
      "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

  /** Its bytes in one encoding, and the entity tag of just these. */
  private record Form(byte[] bytes, String tag) {
    static Form of(byte[] bytes) {
      return new Form(bytes, '"' + digest(bytes) + '"');
    }
  }

  static PageFile of(PageType type, String caching, byte[] bytes) {
    return new PageFile(type.contentType(), caching, Form.of(bytes), packed(type, bytes));
  }

  private static Optional<Form> packed(PageType type, byte[] bytes) {
    if (!type.text() || bytes.length < HttpOptions.PACKED_FROM_BYTES) {
      return Optional.empty();
    }
    byte[] packed = gzip(bytes);
    return packed.length < bytes.length ? Optional.of(Form.of(packed)) : Optional.empty();
  }

  FullHttpResponse answer(FullHttpRequest request) {
    boolean gzip = packed.isPresent() && AcceptEncoding.gzip(request.headers());
    Form form = gzip ? packed.get() : plain;
    FullHttpResponse response =
        knows(request, form)
            ? Answer.of(HttpResponseStatus.NOT_MODIFIED, contentType, new byte[0])
            : Answer.of(HttpResponseStatus.OK, contentType, form.bytes());
    if (response.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
      response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
    } else if (gzip) {
      response.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
    }
    if (packed.isPresent()) {
      response.headers().set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
    }
    response
        .headers()
        .set(HttpHeaderNames.ETAG, form.tag())
        .set(HttpHeaderNames.CACHE_CONTROL, caching)
        .set("Content-Security-Policy", POLICY)
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set("Permissions-Policy", PERMISSIONS);
    return response;
  }

  // Compared weakly (RFC 9110, section 13.1.2): a proxy that packs marks the tag as weak.
  private static boolean knows(FullHttpRequest request, Form form) {
    for (String line : request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH)) {
      for (String element : line.split(",", -1)) {
        String tag = element.strip();
        if (tag.equals("*") || tag.equals(form.tag()) || tag.equals("W/" + form.tag())) {
          return true;
        }
      }
    }
    return false;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new Best(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static final class Best extends GZIPOutputStream {
    Best(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
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
