package chat.parlor.net;

import chat.parlor.delivery.Delivery;
import chat.parlor.net.http.HttpBodyLimit;
import chat.parlor.net.http.HttpHandler;
import chat.parlor.net.http.HttpOptions;
import chat.parlor.net.http.Origins;
import chat.parlor.net.http.Routes;
import chat.parlor.net.http.Status;
import chat.parlor.protocol.codec.FrameDecoder;
import chat.parlor.session.Sessions;
import chat.parlor.telemetry.Measure;
import chat.parlor.telemetry.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The listening socket and the event loops of its connections. */
public final class Listener implements AutoCloseable {
  private static final int BACKLOG = 4_096;
  private static final long FLUSH_MILLIS = 2_000;

  /** TCP_MAXSEG of {@code linux/tcp.h}, which sockets inherit from the one that listens. */
  private static final IntegerUnixChannelOption MAXIMUM_SEGMENT =
      new IntegerUnixChannelOption("TCP_MAXSEG", 6, 2);

  private final NetOptions options;
  private final EventLoopGroup group;
  private final SocketLoops loops;

  /** Set once, when the port is bound. */
  private volatile @Nullable Channel listening;

  private final Metrics metrics;

  public Listener(NetOptions options, Delivery delivery, Metrics metrics) {
    this.options = options;
    this.metrics = metrics;
    metrics.watch(
        Measure.NETWORK_BUFFER_BYTES, () -> PooledByteBufAllocator.DEFAULT.pinnedDirectMemory());
    int threads =
        options.loops() > 0 ? options.loops() : Runtime.getRuntime().availableProcessors();
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("loop"), io);
    this.loops = new SocketLoops(group, delivery, options.heartbeatMillis());
  }

  /**
   * Listens.
   *
   * @return the port
   * @throws IOException when the port is in use, or the host is not one of this machine
   */
  public int open(Sessions sessions, FrameDecoder decoder, Status status) throws IOException {
    InetAddress host = InetAddress.getByName(options.host());
    Origins origins = new Origins(options.allowedOrigins(), host.isLoopbackAddress());
    Handshake handshake =
        new Handshake(sessions, options, new Handshake.Wiring(loops, origins, decoder, metrics));
    Routes routes = new Routes(status, options.http());
    ServerBootstrap bootstrap = bootstrap(routes, handshake);
    ChannelFuture bound = bootstrap.bind(new InetSocketAddress(host, options.port()));
    bound.awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    listening = bound.channel();
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Takes no more connections; those there are stay. */
  public void stopListening() {
    Channel channel = listening;
    if (channel != null) {
      channel.close().awaitUninterruptibly();
    }
  }

  private ServerBootstrap bootstrap(Routes routes, Handshake handshake) {
    Class<? extends ServerChannel> type =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childHandler(new Pipeline(routes, handshake));
    if (Epoll.isAvailable()) {
      bootstrap.option(MAXIMUM_SEGMENT, NetOptions.SEGMENT_BYTES);
      bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) NetOptions.NOT_SENT_BYTES);
    }
    return bootstrap;
  }

  private static final class Pipeline extends ChannelInitializer<Channel> {
    private final Routes routes;
    private final Handshake handshake;

    Pipeline(Routes routes, Handshake handshake) {
      this.routes = routes;
      this.handshake = handshake;
    }

    @Override
    protected void initChannel(Channel channel) {
      HttpDecoderConfig config =
          new HttpDecoderConfig()
              .setMaxInitialLineLength(HttpOptions.REQUEST_LINE_BYTES)
              .setMaxHeaderSize(HttpOptions.HEADER_BYTES);
      channel
          .pipeline()
          .addLast(
              new HttpServerCodec(config), new HttpBodyLimit(), new HttpHandler(routes, handshake));
    }
  }

  /** Ends what is still open. */
  @Override
  public void close() {
    group.shutdownGracefully(0, FLUSH_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
