package chat.parlor.room;

import chat.parlor.filter.Filter;
import chat.parlor.filter.Verdict;
import chat.parlor.protocol.ChatEntry;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.codec.EntryCodec;
import chat.parlor.store.NewEntry;
import chat.parlor.store.Sent;
import chat.parlor.store.SentKey;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreWriter;
import chat.parlor.store.StoredEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns commands into entries or refusals, each against the room's state and what the same batch
 * already decided. Owned by the writer's thread.
 */
final class Decider {
  private static final Logger log = LoggerFactory.getLogger(Decider.class);
  private static final byte[] NO_MAC = {};

  private final StoreWriter store;
  private final RoomStates states;
  private final Filter filter;
  private final BodyMac macs;
  private final InstantSource clock;

  /** Makes the keys of what came without one: time-ordered, and unlike any key of a client. */
  private final String keyPrefix;

  private long keysMade;

  Decider(StoreWriter store, RoomStates states, Filter filter, BodyMac macs, InstantSource clock) {
    this.store = store;
    this.states = states;
    this.filter = filter;
    this.macs = macs;
    this.clock = clock;
    this.keyPrefix = "~%012x".formatted(clock.millis());
  }

  /**
   * Decides a batch.
   *
   * @throws StoreException when the store cannot be asked; nothing was decided
   */
  Batch decide(List<Post> posts) throws StoreException {
    List<RoomState> rooms = new ArrayList<>(posts.size());
    List<SentKey> keys = new ArrayList<>();
    for (Post post : posts) {
      RoomState room = states.of(post);
      rooms.add(room);
      if (post.key().isPresent() && room.number() > 0) {
        keys.add(new SentKey(post.key().get(), room.number(), post.author()));
      }
    }
    Map<SentKey, Sent> sent = keys.isEmpty() ? Map.of() : store.lookup(keys);
    Batch batch = new Batch();
    for (int i = 0; i < posts.size(); i++) {
      Post post = posts.get(i);
      try {
        decide(batch, post, rooms.get(i), sent);
      } catch (RuntimeException e) {
        log.error("a message could not be decided", e);
        batch.answer(post, Outcome.Refused.of(Refusal.INTERNAL));
      }
    }
    return batch;
  }

  // One's own stored message is acknowledged whatever has changed since: the key comes first.
  private void decide(Batch batch, Post post, RoomState room, Map<SentKey, Sent> sent) {
    byte[] mac = NO_MAC;
    if (post.key().isPresent()) {
      mac = macs.of(post.message(), post.replyTo());
      Optional<Outcome> known = known(batch, post, room, sent, mac);
      if (known.isPresent()) {
        batch.answer(post, known.get());
        return;
      }
    }
    Optional<String> text = filtered(post.message());
    if (text.isEmpty()) {
      batch.answer(post, Outcome.Refused.of(Refusal.BLOCKED_CONTENT));
      return;
    }
    long seq = batch.draft(room).nextSeq();
    long time = clock.millis();
    byte[] body =
        EntryCodec.encode(
            new ChatEntry(
                room.name(),
                seq,
                time,
                post.author(),
                post.name(),
                text.get(),
                post.key(),
                post.replyTo()));
    String key = post.key().orElseGet(this::makeKey);
    StoredEntry entry = new StoredEntry(seq, time, post.author(), body, Optional.empty());
    batch.add(room, new NewEntry(entry, key, mac), post);
  }

  private Optional<Outcome> known(
      Batch batch, Post post, RoomState room, Map<SentKey, Sent> sent, byte[] mac) {
    String key = post.key().orElseThrow();
    Sent before =
        batch
            .decided(key, room, post.author())
            .orElseGet(() -> sent.get(new SentKey(key, room.number(), post.author())));
    if (before == null) {
      return Optional.empty();
    }
    if (before.bodyMac().length > 0 && !Arrays.equals(before.bodyMac(), mac)) {
      return Optional.of(Outcome.Refused.of(Refusal.ID_REUSED));
    }
    return Optional.of(
        new Outcome.Stored(room.name(), room.readers(), before.seq(), before.timeMillis(), true));
  }

  private Optional<String> filtered(String text) {
    return switch (filter.apply(text)) {
      case Verdict.Pass pass -> Optional.of(text);
      case Verdict.Masked masked -> Optional.of(masked.text());
      case Verdict.Blocked blocked -> Optional.empty();
    };
  }

  private String makeKey() {
    return keyPrefix + "%010x".formatted(keysMade++);
  }
}
