package chat.parlor.net.http;

import chat.parlor.protocol.Language;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.codec.HttpBodies;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of routes, and who may ask which. All of them are read only. */
public final class Routes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<String, Route> byPath = new HashMap<>();
  private final Page page = Page.ofClassPath();
  private final Optional<String> operatorToken;
  private final List<String> trustedProxies;

  public Routes(Status status, HttpOptions options) {
    this.operatorToken = options.operatorToken();
    this.trustedProxies = options.trustedProxies();
    for (Route route : table(status)) {
      byPath.put(route.path(), route);
    }
  }

  private static List<Route> table(Status status) {
    List<Route> routes = new ArrayList<>();
    routes.add(new Route("/healthz", Route.Access.OPEN, request -> state("ok", true)));
    routes.add(new Route("/readyz", Route.Access.OPEN, request -> ready(status)));
    routes.add(
        new Route(
            "/metrics",
            Route.Access.OPERATOR,
            request ->
                Answer.of(
                    HttpResponseStatus.OK,
                    PROMETHEUS,
                    status.metrics().get().getBytes(StandardCharsets.UTF_8))));
    routes.add(
        new Route(
            "/api/stats",
            Route.Access.OPERATOR,
            request -> Answer.json(HttpResponseStatus.OK, status.stats().get())));
    return routes;
  }

  private static FullHttpResponse ready(Status status) {
    boolean ready = status.ready().getAsBoolean();
    return state(ready ? "ok" : "unavailable", ready);
  }

  private static FullHttpResponse state(String word, boolean good) {
    return Answer.json(
        good ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
        HttpBodies.status(word));
  }

  static String path(FullHttpRequest request) {
    String uri = request.uri();
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  FullHttpResponse answer(Channel channel, FullHttpRequest request) {
    String path = path(request);
    Optional<Route> found =
        Optional.ofNullable(byPath.get(path))
            .or(() ->
                page.file(path).map(file -> new Route(path, Route.Access.OPEN, file::answer)));
    if (found.isEmpty()) {
      return Answer.refused(Refusal.NOT_FOUND, Language.ENGLISH);
    }
    Route route = found.get();
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return Answer.notAllowed("GET, HEAD");
    }
    return switch (route.access()) {
      case OPEN -> route.handler().answer(request);
      case OPERATOR ->
          operator(channel, request)
              ? route.handler().answer(request)
              : Answer.refused(Refusal.NOT_FOUND, Language.ENGLISH);
    };
  }

  private boolean operator(Channel channel, FullHttpRequest request) {
    if (Peer.of(channel, request.headers(), trustedProxies).local()) {
      return true;
    }
    String given = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
    return operatorToken
        .map(token ->
            MessageDigest.isEqual(
                ("Bearer " + token).getBytes(StandardCharsets.UTF_8),
                given.getBytes(StandardCharsets.UTF_8)))
        .orElse(false);
  }
}
