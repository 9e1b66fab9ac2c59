package chat.parlor.filter;

import java.util.Arrays;

/**
 * Aho and Corasick's automaton over code points: all words of a list are looked for in one walk
 * over the text. Transitions lie in one open hash table of (state, code point).
 */
final class WordAutomaton {
  static final int ROOT = 0;
  private static final long FREE = -1;
  private static final int POINT_BITS = 21; // a code point needs no more

  private long[] keys = new long[1024];
  private int[] targets = new int[1024];
  private int used;

  private int[] depths = new int[512];
  private int[] parents = new int[512];
  private int[] points = new int[512];
  private boolean[] ends = new boolean[512];
  private int states = 1;

  /** The state of the longest proper suffix that begins some word. */
  private int[] fails = new int[0];

  /** The longest word that is a proper suffix of a state's; ROOT: none. */
  private int[] shorter = new int[0];

  WordAutomaton() {
    Arrays.fill(keys, FREE);
  }

  void add(int[] word) {
    int state = ROOT;
    for (int point : word) {
      int known = target(state, point);
      state = known >= 0 ? known : grow(state, point);
    }
    ends[state] = true;
  }

  /** To be called once, after the last word. */
  void link() {
    fails = new int[states];
    shorter = new int[states];
    for (int state : byDepth()) {
      if (depths[state] > 1) {
        fails[state] = next(fails[parents[state]], points[state]);
      }
      int fail = fails[state];
      shorter[state] = ends[fail] ? fail : shorter[fail];
    }
  }

  boolean isEmpty() {
    return states == 1;
  }

  int next(int state, int point) {
    for (int from = state; ; from = fails[from]) {
      int target = target(from, point);
      if (target >= 0) {
        return target;
      }
      if (from == ROOT) {
        return ROOT;
      }
    }
  }

  /** The longest word that ends in this state, as its state; ROOT: none. */
  int wordAt(int state) {
    return ends[state] ? state : shorter[state];
  }

  /** The next shorter word that ends where this one ends; ROOT: none. */
  int shorterWord(int word) {
    return shorter[word];
  }

  int depth(int state) {
    return depths[state];
  }

  /** States other than the root; those nearer to it first, as {@link #link} needs them. */
  private int[] byDepth() {
    int deepest = Arrays.stream(depths, 0, states).max().orElse(0);
    int[] begins = new int[deepest + 2];
    for (int state = 1; state < states; state++) {
      begins[depths[state] + 1]++;
    }
    for (int depth = 1; depth < begins.length; depth++) {
      begins[depth] += begins[depth - 1];
    }
    int[] order = new int[states - 1];
    for (int state = 1; state < states; state++) {
      order[begins[depths[state]]++] = state;
    }
    return order;
  }

  private int grow(int parent, int point) {
    if (states == depths.length) {
      int room = states * 2;
      depths = Arrays.copyOf(depths, room);
      parents = Arrays.copyOf(parents, room);
      points = Arrays.copyOf(points, room);
      ends = Arrays.copyOf(ends, room);
    }
    int state = states++;
    depths[state] = depths[parent] + 1;
    parents[state] = parent;
    points[state] = point;
    put(key(parent, point), state);
    return state;
  }

  private int target(int state, int point) {
    long key = key(state, point);
    for (int slot = slot(key); ; slot = (slot + 1) & (keys.length - 1)) {
      if (keys[slot] == key) {
        return targets[slot];
      }
      if (keys[slot] == FREE) {
        return -1;
      }
    }
  }

  private void put(long key, int target) {
    if (++used * 2 > keys.length) {
      rehash();
    }
    int slot = slot(key);
    while (keys[slot] != FREE) {
      slot = (slot + 1) & (keys.length - 1);
    }
    keys[slot] = key;
    targets[slot] = target;
  }

  private void rehash() {
    long[] oldKeys = keys;
    int[] oldTargets = targets;
    keys = new long[oldKeys.length * 2];
    targets = new int[keys.length];
    Arrays.fill(keys, FREE);
    used = 1;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        put(oldKeys[i], oldTargets[i]);
      }
    }
  }

  private static long key(int state, int point) {
    return ((long) state << POINT_BITS) | point;
  }

  private int slot(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L; // Fibonacci hashing
    return (int) (mixed >>> 40) & (keys.length - 1);
  }
}
