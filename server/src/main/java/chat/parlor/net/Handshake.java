package chat.parlor.net;

import chat.parlor.net.http.Answer;
import chat.parlor.net.http.HttpBodyLimit;
import chat.parlor.net.http.Origins;
import chat.parlor.net.http.Peer;
import chat.parlor.net.http.Upgrade;
import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.Language;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.codec.FrameDecoder;
import chat.parlor.protocol.codec.Hello;
import chat.parlor.session.Session;
import chat.parlor.session.Sessions;
import chat.parlor.telemetry.Metrics;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The WebSocket opening handshake (RFC 6455, section 4.2) on {@code /ws}. Extensions are always
 * declined. What is refused is refused before the upgrade, except a bad token: browsers show a
 * close code, but not the status of a failed handshake.
 */
final class Handshake implements Upgrade {
  private static final String PATH = "/ws";
  private static final String SUBPROTOCOL = "parlor.v1";
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;
  private static final long FULL_MILLIS = 10_000;

  private final Sessions sessions;
  private final NetOptions options;
  private final Origins origins;
  private final Metrics metrics;
  private final SocketLoops loops;
  private final FrameDecoder decoder;

  Handshake(Sessions sessions, NetOptions options, Wiring wiring) {
    this.sessions = sessions;
    this.options = options;
    this.metrics = wiring.metrics();
    this.loops = wiring.loops();
    this.origins = wiring.origins();
    this.decoder = wiring.decoder();
  }

  /** What a handshake hands on to the connection it makes. */
  record Wiring(SocketLoops loops, Origins origins, FrameDecoder decoder, Metrics metrics) {}

  @Override
  public String path() {
    return PATH;
  }

  /** Upgrades the connection, or returns why not. */
  @Override
  public Optional<FullHttpResponse> begin(ChannelHandlerContext ctx, FullHttpRequest request) {
    Optional<FullHttpResponse> refused = check(request);
    if (refused.isPresent()) {
      return refused;
    }
    Peer peer = Peer.of(ctx.channel(), request.headers(), options.http().trustedProxies());
    List<String> origin = request.headers().getAll(HttpHeaderNames.ORIGIN);
    String host = request.headers().get(HttpHeaderNames.HOST, "");
    boolean cookie = request.headers().contains(HttpHeaderNames.COOKIE);
    if (!origins.admits(origin, host, cookie, peer.secure())) {
      return Optional.of(Answer.refused(Refusal.FORBIDDEN, Language.ENGLISH));
    }
    List<String> offered = tokens(request.headers(), "Sec-WebSocket-Protocol");
    if (!offered.isEmpty() && !offered.contains(SUBPROTOCOL)) {
      String message = "the subprotocol spoken here is " + SUBPROTOCOL + ", or none";
      return Optional.of(Answer.refused(Refusal.BAD_REQUEST, message, OptionalLong.empty()));
    }
    if (sessions.stopping()) {
      return Optional.of(Answer.refused(Refusal.OVERLOADED, Language.ENGLISH));
    }
    if (!sessions.connect(peer.address())) {
      String message = "too many connections from this address";
      return Optional.of(
          Answer.refused(Refusal.RATE_LIMITED, message, OptionalLong.of(FULL_MILLIS)));
    }
    upgrade(ctx, request, peer.address(), offered.isEmpty() ? Dialect.TUTORIAL : Dialect.V1);
    return Optional.empty();
  }

  private static Optional<FullHttpResponse> check(FullHttpRequest request) {
    HttpHeaders headers = request.headers();
    if (!request.method().equals(HttpMethod.GET)) {
      return Optional.of(Answer.notAllowed("GET"));
    }
    boolean upgrade =
        request.protocolVersion().equals(HttpVersion.HTTP_1_1)
            && headers.contains(HttpHeaderNames.HOST)
            && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
            && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    if (!upgrade || !"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      return Optional.of(upgradeRequired());
    }
    return validKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, ""))
        ? Optional.empty()
        : Optional.of(Answer.refused(Refusal.BAD_REQUEST, Language.ENGLISH));
  }

  /**
   * What a handshake becomes behind a proxy that drops its Upgrade, and what a page may ask for to
   * find that out: the server is here, and no WebSocket came (RFC 9110, section 15.5.22).
   */
  private static FullHttpResponse upgradeRequired() {
    FullHttpResponse answer = Answer.refused(Refusal.UPGRADE_REQUIRED, Language.ENGLISH);
    answer
        .headers()
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
    return answer;
  }

  private static boolean validKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<String> tokens(HttpHeaders headers, String name) {
    List<String> tokens = new ArrayList<>();
    for (String line : headers.getAll(name)) {
      Arrays.stream(line.split(","))
          .map(String::strip)
          .filter(t -> !t.isEmpty())
          .forEach(tokens::add);
    }
    return tokens;
  }

  // The codec goes last: what it has read beyond the request is then the first WebSocket frames.
  private void upgrade(
      ChannelHandlerContext ctx, FullHttpRequest request, InetAddress address, Dialect dialect) {
    ctx.writeAndFlush(accepted(request, dialect));
    SocketLoop loop = loops.of(ctx.channel().eventLoop());
    Connection connection = new Connection(ctx.channel(), loop, metrics);
    String uri = request.uri();
    int query = uri.indexOf('?');
    Hello hello = Hello.parse(query < 0 ? "" : uri.substring(query + 1), dialect);
    Sessions.Origin origin = new Sessions.Origin(address, dialect, language(request.headers()));
    Session session = sessions.session(connection, origin);
    connection.of(session);
    ChannelPipeline pipeline = ctx.pipeline();
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(options.maxFrameBytes())
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .withUTF8Validator(false)
            .build();
    pipeline.addLast(new WebSocket13FrameDecoder(config));
    pipeline.addLast(new Utf8FrameValidator(false));
    pipeline.addLast(
        new WebSocketHandler(
            connection,
            session,
            new WebSocketHandler.Speech(decoder, dialect, options.maxFrameBytes()),
            () -> sessions.disconnect(address)));
    pipeline.remove(ctx.handler());
    pipeline.remove(HttpBodyLimit.class);
    pipeline.remove(HttpServerCodec.class);
    session.open(hello);
    connection.flushQueued();
  }

  private static FullHttpResponse accepted(FullHttpRequest request, Dialect dialect) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    String key = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "");
    response
        .headers()
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, acceptKey(key));
    if (dialect == Dialect.V1) {
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL);
    }
    return response;
  }

  @SuppressWarnings("JdkObsolete")
  private static String acceptKey(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1"); // as RFC 6455 demands
      byte[] hash = sha1.digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static Optional<Language> language(HttpHeaders headers) {
    return tokens(headers, "Accept-Language").stream()
        .map(token -> token.split(";", 2)[0])
        .flatMap(tag -> Language.ofTag(tag).stream())
        .findFirst();
  }
}
