package chat.parlor;

import chat.parlor.cluster.Peers;
import chat.parlor.delivery.Delivery;
import chat.parlor.filter.Filter;
import chat.parlor.log.LogOptions;
import chat.parlor.log.Logs;
import chat.parlor.net.Listener;
import chat.parlor.net.NetOptions;
import chat.parlor.net.http.HttpOptions;
import chat.parlor.net.http.Status;
import chat.parlor.people.NamesInUse;
import chat.parlor.people.TokenOptions;
import chat.parlor.people.Tokens;
import chat.parlor.protocol.codec.FrameDecoder;
import chat.parlor.protocol.codec.HttpBodies;
import chat.parlor.room.HistoryReader;
import chat.parlor.room.RoomOptions;
import chat.parlor.room.RoomWriter;
import chat.parlor.session.SessionOptions;
import chat.parlor.session.Sessions;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.memory.MemoryStore;
import chat.parlor.store.postgres.PostgresAddress;
import chat.parlor.store.postgres.PostgresStore;
import chat.parlor.store.sqlite.SqliteStore;
import chat.parlor.telemetry.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole server, wired by constructors: each part gets what it may know, and nothing else.
 * Starts from the store upwards, stops from the sockets downwards.
 */
public final class Server {
  private static final Logger log = LoggerFactory.getLogger(Server.class);

  /** A token of 4 KiB must fit, however short messages are to be. */
  private static final int SMALLEST_FRAME_LIMIT = 8_048;

  private static final int FATAL_EXIT = 70;
  private static final long DISMISS_MILLIS = 3_000;

  private final Store store;
  private final Logs logs;
  private final Optional<Peers> peers;
  private final RoomWriter writer;
  private final Sessions sessions;
  private final Listener listener;
  private final Metrics metrics = new Metrics();
  private final long startedNanos = System.nanoTime();
  private final int port;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Server(Settings settings, Store store, Tokens tokens) throws IOException {
    this.store = store;
    this.logs =
        new Logs(
            store, LogOptions.defaults().withTailEntries(settings.limits().tailEntries()), metrics);
    Delivery delivery = new Delivery(logs, metrics);
    this.peers = store.hints().map(hints -> new Peers(hints, logs, delivery::wake));
    this.writer =
        new RoomWriter(
            store,
            logs,
            Filter.of(settings.filter()),
            RoomOptions.defaults(),
            new RoomWriter.Environment(
                InstantSource.system(),
                head -> peers.ifPresent(others -> others.wrote(head)),
                delivery::wake,
                Server::fatal,
                metrics));
    this.sessions =
        new Sessions(
            new Sessions.Parts(
                logs,
                writer,
                new HistoryReader(logs, delivery::wake),
                delivery,
                tokens,
                new NamesInUse(),
                metrics,
                Executors.newVirtualThreadPerTaskExecutor()),
            sessionOptions(settings));
    this.listener = new Listener(netOptions(settings), delivery, metrics);
    this.port =
        listener.open(
            sessions,
            new FrameDecoder(settings.limits().textLength()),
            new Status(() -> !writer.refusing(), metrics::scrape, this::stats));
  }

  /** Starts everything; on failure nothing is left running. */
  static Server start(Settings settings) throws StartException {
    Store store;
    try {
      store =
          switch (settings.storage()) {
            case Settings.Storage.Sqlite sqlite -> SqliteStore.open(sqlite.data());
            case Settings.Storage.Postgres(Path data, PostgresAddress address) ->
                PostgresStore.open(address, data);
            case Settings.Storage.Memory memory -> new MemoryStore();
          };
    } catch (StoreException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
    try {
      Tokens tokens = new Tokens(tokenOptions(settings), store.secret(), InstantSource.system());
      return new Server(settings, store, tokens);
    } catch (IllegalArgumentException e) {
      store.close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      store.close();
      throw new StartException(cannotListen(settings, e), e);
    }
  }

  private static String cannotListen(Settings settings, IOException e) {
    return "cannot listen on "
        + settings.listen().host()
        + ":"
        + settings.listen().port()
        + " ("
        + e.getMessage()
        + "); choose another with --port or --host, or stop what listens there";
  }

  private static TokenOptions tokenOptions(Settings settings) {
    Optional<Settings.Jwt> jwt = settings.auth().jwt();
    return new TokenOptions(
        settings.auth().guests(),
        jwt.flatMap(Settings.Jwt::secret).map(Settings.Secret::value),
        jwt.flatMap(Settings.Jwt::jwks),
        jwt.flatMap(Settings.Jwt::issuer),
        jwt.flatMap(Settings.Jwt::audience),
        jwt.map(Settings.Jwt::idClaim).orElse("sub"),
        jwt.map(Settings.Jwt::nameClaim).orElse("name"),
        jwt.map(Settings.Jwt::languageClaim).orElse("locale"),
        jwt.map(Settings.Jwt::leewaySeconds).orElse(0));
  }

  private static SessionOptions sessionOptions(Settings settings) {
    Settings.Limits limits = settings.limits();
    return new SessionOptions(
        limits.messagesPerSecond(),
        limits.messageBurst(),
        limits.textLength(),
        limits.connectionsPerAddress(),
        limits.joinsPerMinute(),
        limits.newRoomsPerMinute(),
        heartbeatMillis(settings),
        settings.language(),
        settings.auth().guests(),
        Usage.version());
  }

  private static NetOptions netOptions(Settings settings) {
    return new NetOptions(
        settings.listen().host(),
        settings.listen().port(),
        settings.listen().loops(),
        Math.max(SMALLEST_FRAME_LIMIT, 6 * settings.limits().textLength() + 2_048),
        heartbeatMillis(settings),
        settings.listen().allowedOrigins(),
        new HttpOptions(
            settings.listen().trustedProxies().stream().map(InetAddress::getHostAddress).toList(),
            settings.metricsToken().map(Settings.Secret::value)));
  }

  private static int heartbeatMillis(Settings settings) {
    return Math.toIntExact(Duration.ofSeconds(settings.listen().heartbeatSeconds()).toMillis());
  }

  private byte[] stats() {
    return HttpBodies.stats(
        new HttpBodies.Stats(
            metrics.activeConnections(),
            metrics.messagesSent(),
            metrics.messagesStored(),
            logs.openLogs(),
            Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds()));
  }

  /** A writer that cannot be trusted must not go on answering: whoever watches starts it anew. */
  private static void fatal() {
    log.error("the writer can no longer be trusted; ending");
    Runtime.getRuntime().halt(FATAL_EXIT);
  }

  /** The port that is really listened on. */
  int port() {
    return port;
  }

  /** Stops cleanly; over in 10 s. Twice is once. What was acknowledged is stored. */
  void stop() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    listener.stopListening();
    writer.close();
    sessions.stop();
    awaitDismissed();
    listener.close();
    peers.ifPresent(Peers::close);
    logs.close();
    store.close();
    metrics.close();
    stopped.countDown();
  }

  private void awaitDismissed() {
    long until = System.nanoTime() + Duration.ofMillis(DISMISS_MILLIS).toNanos();
    try {
      while (metrics.activeConnections() > 0 && System.nanoTime() - until < 0) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns once the server has stopped. A fatal error does not: it halts the process with 70. */
  void awaitStop() throws InterruptedException {
    stopped.await();
  }
}
