package chat.parlor.store;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What every store holds true; for stores only. */
public final class StoreRules {
  private static final int ID_LENGTH = 16;
  private static final int SECRET_BYTES = 32;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final SecureRandom RANDOM = new SecureRandom();

  private StoreRules() {}

  /** 80 random bits as {@value #ID_LENGTH} letters: an epoch, a nonce. */
  public static String randomId() {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  /** The secret of a new installation. */
  public static byte[] newSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return secret;
  }

  /**
   * Whether tables of this version are those that this program knows; false: they are older.
   *
   * @throws StoreException for newer ones
   */
  public static boolean isNewest(int found, int known, Object where) throws StoreException {
    if (found > known) {
      throw new StoreException(
          where
              + " was written by a newer Parlor (tables of version "
              + found
              + ", this one knows "
              + known
              + ")",
          true);
    }
    return found == known;
  }

  /** A batch that names a log twice, or makes two logs for one circle, was not decided as one. */
  public static void requireDistinct(List<LogAppend> appends) {
    Set<String> names = new HashSet<>();
    Set<String> circles = new HashSet<>();
    for (LogAppend append : appends) {
      if (!names.add(append.name())) {
        throw new IllegalArgumentException("two appends to " + append.name());
      }
      boolean made = append.expectedHead() == 0 && !append.readers().isEmpty();
      if (made && append.listed()) {
        throw new IllegalArgumentException(append.name() + " is listed and closed");
      }
      if (made && !circles.add(StoreRules.sharedKey(append.readers()))) {
        throw new IllegalArgumentException("two closed logs for the readers of " + append.name());
      }
    }
  }

  /** A log that does not exist. */
  public static LogHead nothing(String name) {
    return new LogHead(0, name, 0, 0, 0, false);
  }

  /** The head once the append is in. */
  public static LogHead after(LogHead head, LogAppend append) {
    long last = append.entries().getLast().entry().seq();
    if (head.head() + append.entries().size() != last) {
      throw new IllegalStateException(
          append.name() + " stands at " + head.head() + ", yet its entries end at " + last);
    }
    return new LogHead(head.log(), head.name(), last, head.floor(), head.scrub(), head.listed());
  }

  /** A hole in what is stored is a fault of ours and must be loud: readers would miss messages. */
  public static void requireNoHole(long log, long first, long last, List<StoredEntry> entries) {
    long next = first;
    for (StoredEntry entry : entries) {
      if (entry.seq() != next++) {
        throw new IllegalStateException(
            "log " + log + " has entry " + entry.seq() + " where " + (next - 1) + " is due");
      }
    }
    if (next <= last) {
      throw new IllegalStateException("log " + log + " lacks its entries " + next + " to " + last);
    }
  }

  /** Those of these numbers that a log with this head must have. */
  public static List<Long> kept(LogHead head, List<Long> seqs) {
    return seqs.stream().filter(seq -> seq > head.floor() && seq <= head.head()).toList();
  }

  /** The text without case, so that a search finds {@code Straße} by {@code STRASSE}. */
  public static String folded(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** The same for the same persons in any order; lengths keep names with any sign in them apart. */
  public static String sharedKey(List<String> readers) {
    StringBuilder key = new StringBuilder();
    for (String reader : new TreeSet<>(readers)) {
      key.append(reader.length()).append(':').append(reader);
    }
    return key.toString();
  }
}
