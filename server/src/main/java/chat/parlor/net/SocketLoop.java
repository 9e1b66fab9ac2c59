package chat.parlor.net;

import chat.parlor.delivery.Delivery;
import chat.parlor.delivery.Loop;
import chat.parlor.delivery.Run;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One event loop: delivery's way to it, the sockets to be flushed, and the wheel of heartbeats (one
 * timer for all connections, each in a bucket of its own phase). Owned by the loop's thread.
 */
final class SocketLoop implements Loop {
  private static final int BUCKETS = 30;

  private final EventLoop eventLoop;
  private final Delivery.Lane lane;
  private final List<Connection> toFlush = new ArrayList<>();
  private final List<List<Connection>> wheel = new ArrayList<>(BUCKETS);
  private final long stalledNanos;
  private int bucket;

  SocketLoop(EventLoop eventLoop, Delivery delivery, int heartbeatMillis) {
    this.eventLoop = eventLoop;
    this.lane = delivery.lane(this);
    this.stalledNanos =
        TimeUnit.MILLISECONDS.toNanos((long) heartbeatMillis * NetOptions.STALLED_HEARTBEATS);
    for (int i = 0; i < BUCKETS; i++) {
      wheel.add(new ArrayList<>());
    }
    long tickMillis = Math.max(1, heartbeatMillis / BUCKETS);
    eventLoop.scheduleAtFixedRate(this::turn, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
  }

  /** A buffer of frames that members share. */
  record SharedFrames(ByteBuf bytes) implements Run {
    @Override
    public void release() {
      bytes.release();
    }
  }

  Delivery.Lane lane() {
    return lane;
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  /** Time in which a client with entries under way must take a byte. */
  long stalledNanos() {
    return stalledNanos;
  }

  @Override
  public void execute(Runnable task) {
    eventLoop.execute(task);
  }

  @Override
  public void executeAfterIo(Runnable task) {
    ((SingleThreadIoEventLoop) eventLoop)
        .executeAfterEventLoopIteration(() -> eventLoop.execute(task));
  }

  @Override
  public void schedule(Runnable task, long delayMillis) {
    eventLoop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public Run gather(List<byte[]> bodies) {
    int size = 0;
    for (byte[] body : bodies) {
      size += Frames.size(body.length);
    }
    ByteBuf bytes = allocator().directBuffer(size);
    for (byte[] body : bodies) {
      Frames.text(bytes, body);
    }
    return new SharedFrames(bytes);
  }

  void flushLater(Connection connection) {
    toFlush.add(connection);
  }

  @Override
  public void flush() {
    for (int i = 0; i < toFlush.size(); i++) {
      toFlush.get(i).flushQueued();
    }
    toFlush.clear();
  }

  /** Gives a connection a place in the wheel; its phase is random so that beats spread out. */
  void beat(Connection connection) {
    List<Connection> all = wheel.get(ThreadLocalRandom.current().nextInt(BUCKETS));
    connection.inWheel(all, all.size());
    all.add(connection);
  }

  static void stopBeating(List<Connection> all, int index) {
    Connection last = all.removeLast();
    if (index < all.size()) {
      all.set(index, last);
      last.inWheel(all, index);
    }
  }

  private void turn() {
    bucket = (bucket + 1) % BUCKETS;
    List<Connection> due = wheel.get(bucket);
    for (int i = due.size() - 1; i >= 0; i--) {
      if (i < due.size()) {
        due.get(i).beat();
      }
    }
    flush();
  }
}
