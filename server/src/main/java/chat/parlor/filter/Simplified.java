package chat.parlor.filter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Traditional characters to simplified ones, character by character, by a table in the jar. */
final class Simplified {
  private static final Map<Integer, Integer> TABLE = load();

  private Simplified() {}

  /** The simplified character, or the same one. */
  static int of(int point) {
    // The table begins with CJK Extension A: nothing below needs the look-up.
    return point < 0x3400 ? point : TABLE.getOrDefault(point, point);
  }

  private static Map<Integer, Integer> load() {
    Map<Integer, Integer> table = new HashMap<>(8192);
    try (InputStream bytes = Simplified.class.getResourceAsStream("simplified.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(bytes), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.codePoints().toArray())
          .forEach(pair -> table.put(pair[0], pair[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(table);
  }
}
