package chat.parlor.history;

import chat.parlor.history.Event.MessageId;
import chat.parlor.history.Event.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks a history against the guarantees G1 to G6, G8 and G9 (G7 is G3 for another kind of
 * entries). It never asks what the server meant: only what was sent, answered and shown counts.
 */
public final class Checker {
  private final List<Event> events;
  private final Demands demands;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<MessageId, Set<String>> bodies = new HashMap<>();
  private final Map<MessageId, Long> firstSent = new HashMap<>();
  private final Map<MessageId, Event.Acked> firstAck = new LinkedHashMap<>();
  private final List<Event.Refused> refused = new ArrayList<>();
  private final List<Event.Delivered> delivered = new ArrayList<>();

  /** What stood there at the end, by the way it was read, by room. */
  private final Map<String, Map<String, SortedMap<Long, Shown>>> ways = new LinkedHashMap<>();

  private int sent;
  private int acked;
  private int unknown;

  private Checker(List<Event> events, Demands demands) {
    this.events = events;
    this.demands = demands;
  }

  public static Report check(List<Event> events, Demands demands) {
    return new Checker(events, demands).report();
  }

  private Report report() {
    events.forEach(this::take);
    requireEnough();
    ways.forEach((way, rooms) -> rooms.forEach((room, entries) -> checkStored(way, entries)));
    checkThatWaysAgree();
    Map<MessageId, Shown> stored = new HashMap<>();
    theEnd()
        .values()
        .forEach(entries -> entries.values().forEach(it -> stored.putIfAbsent(it.id(), it)));
    for (String way : ways.keySet()) {
      checkAcknowledged(way);
      checkRefused(way);
    }
    checkOrder(stored);
    checkDelivered();
    violations.addAll(Subscriptions.check(events, theEnd()));
    Set<MessageId> nobodyKnew = new HashSet<>(stored.keySet());
    nobodyKnew.removeAll(firstAck.keySet());
    return new Report(
        sent, acked, refused.size(), unknown, nobodyKnew.size(), delivered.size(), violations);
  }

  private void take(Event event) {
    switch (event) {
      case Event.Invoked it -> {
        sent++;
        bodies.computeIfAbsent(it.id(), id -> new HashSet<>(2)).add(it.body());
        firstSent.putIfAbsent(it.id(), it.at());
      }
      case Event.Acked it -> {
        acked++;
        Event.Acked before = firstAck.putIfAbsent(it.id(), it);
        if (before != null && before.seq() != it.seq()) {
          wrong(Kind.RENUMBERED, it.id() + " acknowledged as " + before.seq() + " and " + it.seq());
        }
      }
      case Event.Refused it -> refused.add(it);
      case Event.Unknown it -> unknown++;
      case Event.Delivered it -> delivered.add(it);
      case Event.ReadBack it -> readBack(it);
      case Event.Joined it -> {}
      case Event.Reset it -> {}
      case Event.Finished it -> {}
    }
  }

  private void readBack(Event.ReadBack it) {
    Shown before =
        ways.computeIfAbsent(it.way(), way -> new LinkedHashMap<>())
            .computeIfAbsent(it.entry().room(), room -> new TreeMap<>())
            .putIfAbsent(it.entry().seq(), it.entry());
    if (before != null) {
      wrong(Kind.DUPLICATE, it.way() + " showed number " + before.seq() + " twice: " + before);
    }
  }

  private void wrong(Kind kind, String what) {
    violations.add(new Violation(kind, what));
  }

  private void requireEnough() {
    require(sent > 0, "nothing was sent");
    require(acked > 0, "nothing was acknowledged");
    require(!delivered.isEmpty(), "nothing was delivered");
    require(!ways.isEmpty(), "nothing was read back");
    require(
        unknown >= demands.unknown(),
        unknown + " unknown outcomes where " + demands.unknown() + " are needed");
    require(
        sent == acked + refused.size() + unknown,
        sent + " attempts, but " + (acked + refused.size() + unknown) + " outcomes");
  }

  private void require(boolean enough, String what) {
    if (!enough) {
      wrong(Kind.INVALID_RUN, what);
    }
  }

  /** The first way's rooms; all ways must agree with it. */
  private Map<String, SortedMap<Long, Shown>> theEnd() {
    return ways.isEmpty() ? Map.of() : ways.values().iterator().next();
  }

  private void checkStored(String way, SortedMap<Long, Shown> entries) {
    long due = 1;
    Map<MessageId, Long> seen = new HashMap<>();
    for (Shown entry : entries.values()) {
      if (entry.seq() != due) {
        wrong(
            Kind.GAP,
            way + " of " + entry.room() + ": " + entry.seq() + " where " + due + " is due");
      }
      due = entry.seq() + 1;
      Long before = seen.put(entry.id(), entry.seq());
      if (before != null) {
        wrong(Kind.DUPLICATE, entry.id() + " is " + before + " and " + entry.seq());
      }
      checkSent(way, entry);
    }
  }

  private void checkSent(String who, Shown entry) {
    Set<String> meant = bodies.get(entry.id());
    if (meant == null) {
      wrong(Kind.PHANTOM, who + " showed what nobody sent: " + entry);
    } else if (!meant.contains(entry.body())) {
      wrong(Kind.CORRUPT, who + " showed " + entry + " where " + meant + " was sent");
    }
  }

  private void checkThatWaysAgree() {
    ways.forEach((way, rooms) -> {
      compare("the first way", theEnd(), way, rooms);
      compare(way, rooms, "the first way", theEnd());
    });
  }

  private void compare(
      String one,
      Map<String, SortedMap<Long, Shown>> ones,
      String other,
      Map<String, SortedMap<Long, Shown>> others) {
    ones.forEach((room, entries) -> {
      SortedMap<Long, Shown> there = others.getOrDefault(room, new TreeMap<>());
      for (Shown entry : entries.values()) {
        checkStillThere(one, entry, other, there.get(entry.seq()));
      }
    });
  }

  private void checkStillThere(String one, Shown entry, String other, @Nullable Shown there) {
    if (there == null || !there.id().equals(entry.id())) {
      wrong(Kind.READ_THEN_LOST, one + " showed " + entry + "; " + other + " has " + there);
    } else if (!there.raw().equals(entry.raw())) {
      wrong(Kind.CORRUPT, one + " showed " + entry.raw() + "; " + other + " has " + there.raw());
    }
  }

  private void checkAcknowledged(String way) {
    Map<MessageId, Long> there = new HashMap<>();
    ways.getOrDefault(way, Map.of())
        .values()
        .forEach(entries -> entries.values().forEach(it -> there.putIfAbsent(it.id(), it.seq())));
    firstAck.forEach((id, ack) -> {
      Long seq = there.get(id);
      if (seq == null) {
        wrong(Kind.LOST, id + ", acknowledged as " + ack.seq() + ", is not in " + way);
      } else if (seq != ack.seq()) {
        wrong(Kind.RENUMBERED, id + ", acknowledged as " + ack.seq() + ", is " + seq);
      }
    });
  }

  private void checkRefused(String way) {
    Map<MessageId, Shown> there = new HashMap<>();
    ways.getOrDefault(way, Map.of())
        .values()
        .forEach(entries -> entries.values().forEach(it -> there.put(it.id(), it)));
    for (Event.Refused it : refused) {
      Shown entry = there.get(it.id());
      if (entry != null && entry.body().equals(it.body())) {
        wrong(Kind.REFUSED_BUT_STORED, it.id() + " was refused (" + it.code() + "): " + entry);
      }
    }
  }

  /** A point in time: an acknowledgement was read, or a message was about to be sent. */
  private record Moment(long at, boolean ack, MessageId id, long seq) {}

  private void checkOrder(Map<MessageId, Shown> stored) {
    List<Moment> moments = new ArrayList<>();
    stored.forEach((id, entry) -> {
      Long at = firstSent.get(id);
      if (at != null) {
        moments.add(new Moment(at, false, id, entry.seq()));
      }
      Event.Acked ack = firstAck.get(id);
      if (ack != null) {
        moments.add(new Moment(ack.at(), true, id, entry.seq()));
      }
    });
    moments.sort(Comparator.comparingLong(Moment::at));
    Map<String, Moment> newest = new HashMap<>();
    for (Moment moment : moments) {
      String room = moment.id().room();
      Moment before = newest.get(room);
      if (moment.ack()) {
        if (before == null || before.seq() < moment.seq()) {
          newest.put(room, moment);
        }
      } else if (before != null && before.seq() > moment.seq()) {
        wrong(Kind.ORDER, before + " was acknowledged before this was sent: " + moment);
      }
    }
  }

  private void checkDelivered() {
    for (Event.Delivered it : delivered) {
      Shown entry = it.entry();
      checkSent(it.reader(), entry);
      SortedMap<Long, Shown> room = theEnd().getOrDefault(entry.room(), new TreeMap<>());
      checkStillThere(it.reader(), entry, "the end", room.get(entry.seq()));
    }
  }
}
