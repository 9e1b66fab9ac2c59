package chat.parlor.net.http;

import chat.parlor.protocol.Language;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.Texts;
import chat.parlor.protocol.codec.HttpBodies;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/** HTTP answers: one form for errors, and the headers that every answer carries. */
public final class Answer {
  private static final String JSON = "application/json; charset=utf-8";

  private Answer() {}

  static FullHttpResponse of(HttpResponseStatus status, String contentType, byte[] body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set(HttpHeaderNames.CONTENT_TYPE, contentType)
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer");
    return response;
  }

  /** 405, with the methods that are allowed. */
  public static FullHttpResponse notAllowed(String methods) {
    FullHttpResponse answer = refused(Refusal.METHOD_NOT_ALLOWED, Language.ENGLISH);
    answer.headers().set(HttpHeaderNames.ALLOW, methods);
    return answer;
  }

  static FullHttpResponse json(HttpResponseStatus status, byte[] body) {
    FullHttpResponse response = of(status, JSON, body);
    response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    return response;
  }

  public static FullHttpResponse refused(Refusal refusal, Language language) {
    return refused(refusal, Texts.refusal(refusal, language), OptionalLong.empty());
  }

  public static FullHttpResponse refused(
      Refusal refusal, String message, OptionalLong retryAfterMillis) {
    String requestId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    FullHttpResponse response =
        json(
            HttpResponseStatus.valueOf(refusal.http()),
            HttpBodies.error(refusal, message, Optional.empty(), retryAfterMillis, requestId));
    retryAfterMillis.ifPresent(millis ->
        response.headers().set(HttpHeaderNames.RETRY_AFTER, Math.max(1, (millis + 999) / 1000)));
    return response;
  }
}
