package chat.parlor.delivery;

/** What a subscription tells the one who made it, on the event loop. */
public interface SubscriptionListener {

  /** The stream has reached what was the head when it was attached. Once. */
  void caughtUp(Subscription subscription, long seq);

  /** The entry of this number, just sent, ended the subscription; nothing more comes. */
  void ended(Subscription subscription, long seq);

  /** Who is here changed; only to subscriptions that stand at the head. */
  void noticed(Subscription subscription, Change change);
}
