package chat.parlor.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;

/** What persons and addresses may do, over all their connections. Any thread. */
final class Limits {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int KEPT = 200_000;

  private final SessionOptions options;
  private final ConcurrentHashMap<String, Integer> connections = new ConcurrentHashMap<>();
  private final Cache<String, Throttle> messages = throttles();
  private final Cache<String, Throttle> joins = throttles();
  private final Cache<String, Throttle> newRooms = throttles();

  Limits(SessionOptions options) {
    this.options = options;
  }

  private static Cache<String, Throttle> throttles() {
    return Caffeine.newBuilder()
        .maximumSize(KEPT)
        .expireAfterAccess(Duration.ofMinutes(2))
        .executor(Runnable::run)
        .build();
  }

  /** The key of an address: an IPv6 address counts by its /64. */
  static String key(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8))
        : address.getHostAddress();
  }

  /** Counts a connection in; false when the address has too many. */
  boolean connect(String address) {
    if (options.connectionsPerAddress() == 0) {
      return true;
    }
    boolean[] admitted = new boolean[1];
    connections.compute(
        address,
        (key, count) -> {
          int now = count == null ? 0 : count;
          admitted[0] = now < options.connectionsPerAddress();
          return admitted[0] ? now + 1 : now;
        });
    return admitted[0];
  }

  void disconnect(String address) {
    connections.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  /** 0, or the milliseconds until this person may send the next message. */
  long message(String userId) {
    return options.messagesPerSecond() == 0
        ? 0
        : take(messages, userId, options.messagesPerSecond(), SECOND, options.messageBurst());
  }

  /** 0, or the milliseconds until this address may join the next room. */
  long join(String address) {
    return options.joinsPerMinute() == 0
        ? 0
        : take(joins, address, options.joinsPerMinute(), MINUTE, options.joinsPerMinute());
  }

  /** 0, or the milliseconds until this address may make the next room. */
  long newRoom(String address) {
    return options.newRoomsPerMinute() == 0
        ? 0
        : take(newRooms, address, options.newRoomsPerMinute(), MINUTE, options.newRoomsPerMinute());
  }

  /** Requests of one connection. */
  static Throttle requests() {
    int rate = SessionOptions.REQUESTS_PER_SECOND;
    return new Throttle(rate, SECOND, 4 * rate, System.nanoTime());
  }

  private static long take(
      Cache<String, Throttle> all, String key, int rate, long period, int burst) {
    long now = System.nanoTime();
    return all.get(key, unused -> new Throttle(rate, period, burst, now)).take(now);
  }
}
