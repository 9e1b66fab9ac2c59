package chat.parlor.people;

import chat.parlor.protocol.Names;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is called what at this moment: no two persons the same, compared in NFC and without case. A
 * name is held as long as its person has a connection. Any thread may call.
 */
public final class NamesInUse {
  /** So many suffixes are tried from the lowest; then the search goes on where it last ended. */
  private static final int LOW_SUFFIXES = 32;

  /** Guarded by {@code this}, as all below. By folded name: who holds it. */
  private final Map<String, String> holders = new HashMap<>();

  /** By user id. */
  private final Map<String, Held> held = new HashMap<>();

  /**
   * By folded name: the last suffix given, for a name that a crowd wants, so that the ten
   * thousandth does not try ten thousand. Empty again when nobody holds a name.
   */
  private final Map<String, Integer> lastSuffix = new HashMap<>();

  /**
   * One more connection of this person.
   *
   * @return the name this person holds: the one held already, else {@code wanted}, else with the
   *     first free of {@code " 2"}, {@code " 3"}, … behind it (cut, to be at most 24 code points)
   */
  public synchronized String claim(String userId, String wanted) {
    Held before = held.get(userId);
    if (before != null) {
      before.connections++;
      return before.name;
    }
    String name = free(userId, wanted);
    holders.put(folded(name), userId);
    held.put(userId, new Held(name));
    return name;
  }

  /** One connection less; with the last the name is free. Nothing for who holds none. */
  public synchronized void release(String userId) {
    Held mine = held.get(userId);
    if (mine != null && --mine.connections == 0) {
      held.remove(userId);
      holders.remove(folded(mine.name));
      if (held.isEmpty()) {
        lastSuffix.clear();
      }
    }
  }

  /**
   * Another name for a person that holds one.
   *
   * @return the name held from now on, as in {@link #claim}
   * @throws IllegalStateException for a person without a connection
   */
  public synchronized String rename(String userId, String wanted) {
    Held mine = held.get(userId);
    if (mine == null) {
      throw new IllegalStateException("nobody of this id is here: " + userId);
    }
    String name = free(userId, wanted);
    holders.remove(folded(mine.name));
    holders.put(folded(name), userId);
    mine.name = name;
    return name;
  }

  /** The user id of the person who is called so now. */
  public synchronized Optional<String> holder(String name) {
    return Optional.ofNullable(holders.get(folded(name)));
  }

  /** What this person is called now; empty: not here. */
  public synchronized Optional<String> nameOf(String userId) {
    return Optional.ofNullable(held.get(userId)).map(mine -> mine.name);
  }

  /** The wanted name, or the first like it that no other person holds. */
  private String free(String userId, String wanted) {
    String plain = cut(wanted, Names.PERSON_LENGTH);
    if (isFreeFor(userId, plain)) {
      return plain;
    }
    int suffix = 2;
    String name = suffixed(plain, suffix);
    while (!isFreeFor(userId, name)) {
      suffix++;
      if (suffix == LOW_SUFFIXES) {
        suffix = Math.max(suffix, lastSuffix.getOrDefault(folded(plain), 0) + 1);
      }
      name = suffixed(plain, suffix);
    }
    if (suffix >= LOW_SUFFIXES) {
      lastSuffix.put(folded(plain), suffix);
    }
    return name;
  }

  private boolean isFreeFor(String userId, String name) {
    @Nullable String holder = holders.get(folded(name));
    return holder == null || holder.equals(userId);
  }

  private static String suffixed(String name, int suffix) {
    String tail = " " + suffix;
    return cut(name, Names.PERSON_LENGTH - tail.length()) + tail;
  }

  private static String cut(String name, int codePoints) {
    return name.codePointCount(0, name.length()) <= codePoints
        ? name
        : name.substring(0, name.offsetByCodePoints(0, codePoints)).stripTrailing();
  }

  private static String folded(String name) {
    String whole = Normalizer.normalize(name, Normalizer.Form.NFC);
    return Normalizer.normalize(
        whole.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  /** A person's name. Guarded by its owner. */
  private static final class Held {
    private String name;
    private int connections = 1;

    Held(String name) {
      this.name = name;
    }
  }
}
