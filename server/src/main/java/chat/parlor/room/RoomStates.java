package chat.parlor.room;

import chat.parlor.store.LogHead;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreWriter;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the writer remembers of rooms, so that it need not ask the store for every message. Owned by
 * the writer's thread; changed only by what was committed, or by what the store says.
 */
final class RoomStates {
  private static final int KEPT = 10_000;
  private static final int NAME_RANDOM = 20;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private final StoreWriter store;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, RoomState> byName = lru();
  private final Map<List<String>, String> directNames = lru();

  RoomStates(StoreWriter store) {
    this.store = store;
  }

  private static <K, V> Map<K, V> lru() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > KEPT;
      }
    };
  }

  RoomState of(Post post) throws StoreException {
    return switch (post.target()) {
      case Post.Target.Open open -> named(open.room(), Set.of());
      case Post.Target.Closed closed -> named(closed.room(), closed.readers());
      case Post.Target.Direct direct -> direct(post.author(), direct.other());
    };
  }

  private RoomState named(String name, Set<String> readers) throws StoreException {
    RoomState known = byName.get(name);
    if (known == null) {
      known = stored(name, store.find(name), readers);
      byName.put(name, known);
    }
    return known;
  }

  private RoomState direct(String one, String other) throws StoreException {
    Set<String> both = new TreeSet<>(List.of(one, other));
    List<String> pair = List.copyOf(both);
    String name = directNames.get(pair);
    if (name == null) {
      Optional<LogHead> found = store.findShared(pair);
      name = found.map(LogHead::name).orElseGet(this::newName);
      directNames.put(pair, name);
      byName.put(name, stored(name, found, Set.copyOf(both)));
    }
    return named(name, Set.copyOf(both));
  }

  private static RoomState stored(String name, Optional<LogHead> head, Set<String> readers) {
    return head.map(found -> new RoomState(name, found.log(), found.head(), readers))
        .orElseGet(() -> new RoomState(name, 0, 0, readers));
  }

  /** Nothing in a direct room's name tells who is in it, and nobody can guess it. */
  private String newName() {
    StringBuilder name = new StringBuilder("~");
    for (int i = 0; i < NAME_RANDOM; i++) {
      name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return name.toString();
  }

  /** The store says that this log stands here now. */
  void stands(LogHead head, Set<String> readers) {
    byName.put(head.name(), new RoomState(head.name(), head.log(), head.head(), readers));
  }

  /** Another server has written to these logs: by name, where they stand now. */
  void moved(Map<String, LogHead> heads) {
    for (LogHead head : heads.values()) {
      RoomState known = byName.get(head.name());
      if (known == null || head.log() == 0) { // it was made or is gone: so may a pair's room be
        forgetAll();
        return;
      }
      stands(head, known.readers());
    }
  }

  void forgetAll() {
    byName.clear();
    directNames.clear();
  }
}
