package chat.parlor.history;

import chat.parlor.history.Event.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** What each subscription must have seen: every number once, ascending, up to the end. */
final class Subscriptions {
  private record Place(String reader, String room) {}

  private final Map<String, SortedMap<Long, Shown>> end;

  /** The number that is due next. */
  private final Map<Place, Long> due = new HashMap<>();

  private final Set<Place> finished = new HashSet<>();
  private final List<Violation> violations = new ArrayList<>();

  private Subscriptions(Map<String, SortedMap<Long, Shown>> end) {
    this.end = end;
  }

  static List<Violation> check(List<Event> events, Map<String, SortedMap<Long, Shown>> end) {
    Subscriptions all = new Subscriptions(end);
    events.forEach(all::take);
    return all.violations;
  }

  private void take(Event event) {
    switch (event) {
      case Event.Joined it -> due.put(new Place(it.reader(), it.room()), it.after() + 1);
      case Event.Reset it -> due.put(new Place(it.reader(), it.room()), it.from());
      case Event.Delivered it -> delivered(it);
      case Event.Finished it -> finished(new Place(it.reader(), it.room()));
      case Event.Invoked it -> {}
      case Event.Acked it -> {}
      case Event.Refused it -> {}
      case Event.Unknown it -> {}
      case Event.ReadBack it -> {}
    }
  }

  private void delivered(Event.Delivered it) {
    Place place = new Place(it.reader(), it.entry().room());
    Long next = due.get(place);
    long seq = it.entry().seq();
    if (next == null) {
      wrong(Kind.INVALID_RUN, place + " was shown " + seq + " and never joined");
    } else if (seq > next) {
      wrong(Kind.READER_GAP, place + " was shown " + seq + " where " + next + " was due");
    } else if (seq < next) {
      wrong(Kind.READER_DUPLICATE, place + " was shown " + seq + " where " + next + " was due");
    }
    due.put(place, seq + 1);
  }

  private void finished(Place place) {
    SortedMap<Long, Shown> entries = end.get(place.room());
    long head = entries == null || entries.isEmpty() ? 0 : entries.lastKey();
    long next = due.getOrDefault(place, 1L);
    if (finished.add(place) && next <= head) {
      wrong(Kind.READER_BEHIND, place + " waits for " + next + "; the end is " + head);
    }
  }

  private void wrong(Kind kind, String what) {
    violations.add(new Violation(kind, what));
  }
}
