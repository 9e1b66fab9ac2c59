package chat.parlor.net;

import chat.parlor.delivery.Delivery;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.IdentityHashMap;
import java.util.Map;

/** The {@link SocketLoop} of each event loop; complete before the first connection. */
final class SocketLoops {
  private final Map<EventLoop, SocketLoop> byLoop = new IdentityHashMap<>();

  SocketLoops(EventLoopGroup group, Delivery delivery, int heartbeatMillis) {
    for (EventExecutor executor : group) {
      EventLoop loop = (EventLoop) executor;
      byLoop.put(loop, new SocketLoop(loop, delivery, heartbeatMillis));
    }
  }

  SocketLoop of(EventLoop loop) {
    SocketLoop found = byLoop.get(loop);
    if (found == null) {
      throw new IllegalStateException("an event loop from elsewhere");
    }
    return found;
  }
}
