package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parlor.protocol.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the golden vectors; {@code vectors/README.md} says how they are written. */
final class Vectors {
  private static final Path FOLDER = Path.of("src/test/resources/vectors");
  private static final Pattern CODE_POINT = Pattern.compile("«U\\+([0-9A-F]{4,6})»");
  private static final Pattern REPEATED = Pattern.compile("«([^«»]*)×([0-9]+)»");

  private Vectors() {}

  /** One vector: its title and its values, expanded. */
  record Vector(String title, Map<String, String> values) {
    String value(String key) {
      return optional(key)
          .orElseThrow(() -> new IllegalStateException("no " + key + " in: " + title));
    }

    Optional<String> optional(String key) {
      return Optional.ofNullable(values.get(key));
    }

    List<Dialect> dialects() {
      return switch (value("dialect")) {
        case "v1" -> List.of(Dialect.V1);
        case "tutorial" -> List.of(Dialect.TUTORIAL);
        case "both" -> List.of(Dialect.TUTORIAL, Dialect.V1);
        default -> throw new IllegalStateException("unknown dialect in: " + title);
      };
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /** The vectors of a file, which may hold only these keys; a file without any is an error. */
  static List<Vector> of(String file, String... keys) {
    Set<String> allowed = Set.of(keys);
    List<Vector> vectors = new ArrayList<>();
    Set<String> titles = new HashSet<>();
    for (String line : lines(file)) {
      if (line.startsWith("== ")) {
        String title = line.substring(3);
        require(titles.add(title), file, "title twice: " + title);
        vectors.add(new Vector(title, new LinkedHashMap<>()));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        int colon = line.indexOf(": ");
        require(colon > 0 && !vectors.isEmpty(), file, "not understood: " + line);
        String key = line.substring(0, colon);
        require(allowed.contains(key), file, "unknown key: " + line);
        String value = expanded(line.substring(colon + 2));
        require(vectors.getLast().values().put(key, value) == null, file, "key twice: " + line);
      }
    }
    require(!vectors.isEmpty(), file, "no vectors");
    return List.copyOf(vectors);
  }

  static List<String> files() {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".vectors"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(FOLDER.resolve(file), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String expanded(String value) {
    String points =
        CODE_POINT
            .matcher(value.replace("«empty»", ""))
            .replaceAll(match ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
    return REPEATED
        .matcher(points)
        .replaceAll(match ->
            Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
  }

  private static void require(boolean holds, String file, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(file + ": " + otherwise);
    }
  }
}
