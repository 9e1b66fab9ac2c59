package chat.parlor.delivery;

import java.util.ArrayDeque;

/**
 * One connection as a reader: the sink and the rooms that moved while it could not take more. Owned
 * by the event loop of its connection. Every subscription of a connection with several rooms waits
 * here in turn, so that none starves another.
 */
public final class Subscriber {
  private final Sink sink;
  private final LoopDelivery loop;

  /** Subscriptions with entries to send, each once, in turn. */
  private final ArrayDeque<Subscription> moved = new ArrayDeque<>(1);

  /** Subscriptions attached now. */
  int subscriptions;

  /** It stands in the loop's queue of those to be served. */
  boolean queued;

  Subscriber(Sink sink, LoopDelivery loop) {
    this.sink = sink;
    this.loop = loop;
  }

  Sink sink() {
    return sink;
  }

  ArrayDeque<Subscription> moved() {
    return moved;
  }

  void markMoved(Subscription subscription) {
    if (!subscription.queued) {
      subscription.queued = true;
      moved.add(subscription);
    }
  }

  /** The sink takes more: go on. On the event loop. */
  public void pump() {
    loop.serve(this);
  }

  /** Whether every subscription stands at the head, as far as is known here. */
  public boolean idle() {
    return moved.isEmpty();
  }
}
