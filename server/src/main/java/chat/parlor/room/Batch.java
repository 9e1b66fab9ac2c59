package chat.parlor.room;

import chat.parlor.log.Entry;
import chat.parlor.store.LogAppend;
import chat.parlor.store.NewEntry;
import chat.parlor.store.Sent;
import chat.parlor.store.StoredEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one transaction will hold, and what to answer after it. Nothing of it is room state before
 * the commit. Owned by the writer's thread.
 */
final class Batch {

  /** New entries of one room. */
  static final class Draft {
    final RoomState room;
    final List<NewEntry> entries = new ArrayList<>();

    Draft(RoomState room) {
      this.room = room;
    }

    long nextSeq() {
      return room.head() + entries.size() + 1;
    }

    LogAppend append() {
      return new LogAppend(
          room.name(), room.head(), room.readers().isEmpty(), List.copyOf(room.readers()), entries);
    }

    List<Entry> visible() {
      List<Entry> visible = new ArrayList<>(entries.size());
      for (NewEntry entry : entries) {
        StoredEntry stored = entry.entry();
        visible.add(new Entry(stored.seq(), stored.body(), stored.cut()));
      }
      return visible;
    }
  }

  /** An answer that may be given once the batch is durable. */
  record Answer(Post post, Outcome outcome) {}

  private record LocalKey(String key, String room, String sender) {}

  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<LocalKey, Sent> byKey = new HashMap<>();
  private final List<Answer> answers = new ArrayList<>();

  boolean isEmpty() {
    return drafts.isEmpty();
  }

  Draft draft(RoomState room) {
    return drafts.computeIfAbsent(room.name(), name -> new Draft(room));
  }

  Iterable<Draft> drafts() {
    return drafts.values();
  }

  List<Answer> answers() {
    return answers;
  }

  void answer(Post post, Outcome outcome) {
    answers.add(new Answer(post, outcome));
  }

  /** What this batch already holds under a key. */
  Optional<Sent> decided(String key, RoomState room, String sender) {
    return Optional.ofNullable(byKey.get(new LocalKey(key, room.name(), sender)));
  }

  void add(RoomState room, NewEntry entry, Post post) {
    Draft draft = draft(room);
    draft.entries.add(entry);
    Outcome.Stored stored =
        new Outcome.Stored(
            room.name(), room.readers(), entry.entry().seq(), entry.entry().timeMillis(), false);
    byKey.put(
        new LocalKey(entry.key(), room.name(), post.author()),
        new Sent(stored.seq(), stored.timeMillis(), entry.bodyMac()));
    answer(post, stored);
  }

  List<LogAppend> appends() {
    List<LogAppend> appends = new ArrayList<>(drafts.size());
    for (Draft draft : drafts.values()) {
      appends.add(draft.append());
    }
    return appends;
  }
}
