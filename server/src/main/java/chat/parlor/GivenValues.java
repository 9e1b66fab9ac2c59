package chat.parlor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was written for each option, and where. Flags go before the environment, that before the
 * file. Names that no option has are errors here, with the likeliest one beside it.
 */
final class GivenValues {

  /**
   * A value as it was written.
   *
   * @param source for people: {@code --port}, {@code PARLOR_PORT}, {@code parlor.yaml:3}
   * @param list whether it was written as a YAML list; its items are joined by commas
   */
  record Given(String value, String source, boolean list) {}

  private static final String DEFAULT_FILE = "parlor.yaml";
  private static final String PREFIX = "PARLOR_";

  private final Map<Option, Given> values = new EnumMap<>(Option.class);
  private final List<String> errors = new ArrayList<>();

  private GivenValues() {}

  static GivenValues collect(List<String> flags, Map<String, String> environment, Path folder) {
    GivenValues given = new GivenValues();
    Map<String, Given> byFlag = given.flags(flags);
    Map<String, Given> byVariable = given.variables(environment);
    Given named = byFlag.containsKey("config") ? byFlag.get("config") : byVariable.get("config");
    byFlag.remove("config");
    byVariable.remove("config");
    given.file(folder, Optional.ofNullable(named));
    given.keep(byVariable);
    given.keep(byFlag);
    return given;
  }

  /** What was written for an option, or empty: the default holds. */
  Optional<Given> of(Option option) {
    return Optional.ofNullable(values.get(option));
  }

  /** Errors found so far. */
  List<String> errors() {
    return errors;
  }

  private void keep(Map<String, Given> found) {
    found.forEach((key, given) -> Option.of(key).ifPresent(option -> values.put(option, given)));
  }

  private Map<String, Given> flags(List<String> flags) {
    Map<String, Given> found = new HashMap<>();
    for (String flag : flags) {
      int equals = flag.indexOf('=');
      String name = equals < 0 ? flag : flag.substring(0, equals);
      if (!name.startsWith("--")) {
        errors.add("\"" + name + "\" is not an option: options are written --name=value");
        continue;
      }
      String key = name.substring(2);
      if (!known(key)) {
        errors.add(name + ": there is no such option" + meant(key, "--"));
      } else if (equals < 0) {
        errors.add(name + ": the value is missing, as in " + name + "=" + example(key));
      } else if (found.put(key, new Given(flag.substring(equals + 1), name, false)) != null) {
        errors.add(name + ": given twice");
      }
    }
    return found;
  }

  private Map<String, Given> variables(Map<String, String> environment) {
    Map<String, String> keys = new HashMap<>();
    keys.put(bare("CONFIG"), "config");
    for (Option option : Option.values()) {
      keys.put(bare(option.variable().substring(PREFIX.length())), option.key());
    }
    Map<String, Given> found = new HashMap<>();
    new TreeMap<>(environment)
        .forEach((name, value) -> {
          if (name.startsWith(PREFIX)) {
            variable(found, keys.get(bare(name.substring(PREFIX.length()))), name, value);
          }
        });
    return found;
  }

  private void variable(Map<String, Given> found, @Nullable String key, String name, String value) {
    if (key == null) {
      String words = name.substring(PREFIX.length()).replace('_', '.');
      errors.add(name + ": no option has this variable" + meant(words, ""));
    } else if (found.put(key, new Given(value, name, false)) != null) {
      errors.add(name + ": " + key + " is given twice by the environment");
    }
  }

  private void file(Path folder, Optional<Given> named) {
    Path path = folder.resolve(named.map(Given::value).orElse(DEFAULT_FILE));
    if (named.isEmpty() && !Files.exists(path)) {
      return;
    }
    String shown = named.map(Given::value).orElse(DEFAULT_FILE);
    Map<String, Given> found = ConfigFile.read(path, shown, errors);
    found.forEach((key, given) -> {
      if (Option.of(key).isEmpty()) {
        errors.add(given.source() + ": there is no option " + key + meant(key, ""));
      }
    });
    boolean secret =
        found.keySet().stream()
            .flatMap(key -> Option.of(key).stream())
            .anyMatch(option -> option.kind().form() == Option.Kind.Form.SECRET);
    if (secret) {
      SecretFile.readableByOthers(path)
          .ifPresent(why -> errors.add(shown + ": it holds a secret, and " + why));
    }
    keep(found);
  }

  private static boolean known(String key) {
    return key.equals("config") || Option.of(key).isPresent();
  }

  private static String example(String key) {
    return Option.of(key).map(Option::standard).filter(text -> !text.isEmpty()).orElse("…");
  }

  /** Variables are compared without underscores: TEXTLENGTH is TEXT_LENGTH. */
  private static String bare(String variable) {
    return variable.replace("_", "").toUpperCase(Locale.ROOT);
  }

  /** The likeliest option, as the end of a sentence; empty when none is near. */
  private static String meant(String written, String prefix) {
    String lower = written.toLowerCase(Locale.ROOT);
    Option best = Option.PORT;
    int least = Integer.MAX_VALUE;
    for (Option option : Option.values()) {
      String key = option.key().toLowerCase(Locale.ROOT);
      String last = key.substring(key.lastIndexOf('.') + 1);
      int distance = Math.min(distance(lower, key), distance(lower, last));
      if (distance < least) {
        least = distance;
        best = option;
      }
    }
    boolean near = least <= Math.max(1, Math.min(3, written.length() / 3));
    String name = prefix.isEmpty() ? best.key() : prefix + best.key();
    return near ? "; did you mean " + name + "?" : "";
  }

  /** Levenshtein's distance. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
