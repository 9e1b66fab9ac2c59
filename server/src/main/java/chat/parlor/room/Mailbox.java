package chat.parlor.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the writer. Bounded; while the writer waits for the disk it fills. */
final class Mailbox {
  private final RoomOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  /** Guarded by the lock. */
  private final ArrayDeque<Post> posts = new ArrayDeque<>();

  /** Guarded by the lock. */
  private long bytes;

  /** Guarded by the lock. */
  private boolean closed;

  Mailbox(RoomOptions options) {
    this.options = options;
  }

  /** False when it is full or closed. */
  boolean offer(Post post) {
    lock.lock();
    try {
      if (closed
          || posts.size() >= options.mailboxPosts()
          || bytes + post.weight() > options.mailboxBytes()) {
        return false;
      }
      bytes += post.weight();
      posts.add(post);
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What waits, at most one batch; blocks while nothing does. Empty when nothing came in time, or
   * nothing will come any more.
   *
   * @param atMostNanos how long to wait
   */
  List<Post> take(long atMostNanos) throws InterruptedException {
    lock.lock();
    try {
      long left = atMostNanos;
      while (posts.isEmpty() && !closed && left > 0) {
        left = filled.awaitNanos(left);
      }
      List<Post> batch = new ArrayList<>(Math.min(posts.size(), options.batchPosts()));
      while (!posts.isEmpty() && batch.size() < options.batchPosts()) {
        Post post = posts.remove();
        bytes -= post.weight();
        batch.add(post);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return posts.size();
    } finally {
      lock.unlock();
    }
  }

  /** Closed, and everything was taken out. */
  boolean done() {
    lock.lock();
    try {
      return closed && posts.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more; what waits is still taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
  }
}
