package chat.parlor.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is attached to one room, and what of it is still to be told. A person with several sockets
 * counts once. In rooms up to {@value #TOLD_UP_TO} people each coming and going is told, above only
 * the count; what could not be told may be lost: it is a signal, not an entry.
 *
 * <p>All fields are guarded by this.
 */
public final class Attendance {
  static final int TOLD_UP_TO = 100;
  private static final int KEPT_CHANGES = 32;

  /** Somebody attached. */
  public record Present(String userId, String name) {}

  private static final class Person {
    String name;
    int sockets;

    Person(String name) {
      this.name = name;
    }
  }

  private final Map<String, Person> people = new LinkedHashMap<>(2);
  private final ArrayDeque<Change> changes = new ArrayDeque<>(1);
  private long version;

  /** Whether a change was noted: a person's first socket. */
  synchronized boolean arrived(String userId, String name) {
    Person person = people.computeIfAbsent(userId, key -> new Person(name));
    person.name = name;
    if (++person.sockets > 1) {
      return false;
    }
    note(Change.Event.JOIN, new Present(userId, name));
    return true;
  }

  /** Whether a change was noted: a person's last socket. */
  synchronized boolean went(String userId) {
    Person person = people.get(userId);
    if (person == null || --person.sockets > 0) {
      return false;
    }
    people.remove(userId);
    note(Change.Event.LEAVE, new Present(userId, person.name));
    return true;
  }

  synchronized void renamed(String userId, String name) {
    Person person = people.get(userId);
    if (person != null) {
      person.name = name;
    }
  }

  private void note(Change.Event event, Present who) {
    version++;
    if (people.size() > TOLD_UP_TO) {
      changes.clear();
      changes.add(new Change(version, Change.Event.COUNT, null, people.size()));
      return;
    }
    if (changes.size() == KEPT_CHANGES) {
      changes.removeFirst();
    }
    changes.add(new Change(version, event, who, people.size()));
  }

  synchronized boolean big() {
    return people.size() > TOLD_UP_TO;
  }

  synchronized long version() {
    return version;
  }

  /** Changes after this version, oldest first, as far as they are kept. */
  synchronized List<Change> since(long known) {
    List<Change> newer = new ArrayList<>();
    for (Change change : changes) {
      if (change.version() > known) {
        newer.add(change);
      }
    }
    return newer;
  }

  /** Distinct people attached. */
  public synchronized int userCount() {
    return people.size();
  }

  /** The first people in the order they came, at most {@code limit}. */
  public synchronized List<Present> people(int limit) {
    List<Present> named = new ArrayList<>(Math.min(limit, people.size()));
    Iterator<Map.Entry<String, Person>> all = people.entrySet().iterator();
    while (all.hasNext() && named.size() < limit) {
      Map.Entry<String, Person> one = all.next();
      named.add(new Present(one.getKey(), one.getValue().name));
    }
    return named;
  }
}
