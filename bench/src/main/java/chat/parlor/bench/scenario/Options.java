package chat.parlor.bench.scenario;

import chat.parlor.bench.load.ParlorDialect.Keys;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The options of one run: what was given, else what the scenario says, else the standard. */
public final class Options {
  private static final Set<Setting> NAMED =
      Set.of(Setting.CONNECTIONS, Setting.SECONDS, Setting.WARMUP, Setting.PAYLOAD, Setting.STORE);
  private static final Set<Setting> FILES = Set.of(Setting.JSON, Setting.SVG);

  private final Map<Setting, String> values = new EnumMap<>(Setting.class);

  private Options() {}

  /** Wrong words on the command line, in a sentence for people. */
  public static final class WrongOption extends Exception {
    WrongOption(String message) {
      super(message);
    }
  }

  /**
   * Reads {@code --name=value}; {@code --name} alone means yes.
   *
   * @throws WrongOption for an option that does not exist or has no such value
   */
  public static Options of(List<String> given, Map<Setting, String> ofScenario) throws WrongOption {
    Options options = new Options();
    for (Setting setting : Setting.values()) {
      options.values.put(setting, ofScenario.getOrDefault(setting, setting.standard()));
    }
    for (String word : given) {
      if (!word.startsWith("--")) {
        throw new WrongOption("an option begins with --: " + word);
      }
      String[] parts = word.substring(2).split("=", 2);
      Setting setting = setting(parts[0]);
      options.values.put(setting, parts.length == 1 ? "yes" : parts[1]);
    }
    options.check();
    return options;
  }

  private static Setting setting(String word) throws WrongOption {
    for (Setting setting : Setting.values()) {
      if (setting.word().equals(word)) {
        return setting;
      }
    }
    throw new WrongOption("there is no option --" + word + "; see ./parlor bench --help");
  }

  private void check() throws WrongOption {
    try {
      for (Setting number :
          List.of(Setting.CONNECTIONS, Setting.SECONDS, Setting.ROOMS, Setting.PAIRS)) {
        if (whole(number) < 1) {
          throw new WrongOption("--" + number.word() + " is 1 or more");
        }
      }
      if (rate() <= 0) {
        throw new WrongOption("--rate is above 0");
      }
      whole(Setting.WARMUP);
      whole(Setting.PATIENCE);
      whole(Setting.BURST);
      whole(Setting.PAYLOAD);
      whole(Setting.ACTIVE);
      whole(Setting.WINDOW);
      whole(Setting.ROWS);
      whole(Setting.MISSED);
      keys();
      url();
      pid();
    } catch (IllegalArgumentException e) {
      throw new WrongOption("a value that cannot be read: " + e.getMessage());
    }
  }

  private String text(Setting setting) {
    return values.getOrDefault(setting, "");
  }

  private Optional<String> given(Setting setting) {
    return Optional.of(text(setting)).filter(it -> !it.isEmpty());
  }

  /** A number that is 0 or more. */
  public int whole(Setting setting) {
    int number = Integer.parseInt(text(setting));
    if (number < 0) {
      throw new IllegalArgumentException("--" + setting.word() + " is negative");
    }
    return number;
  }

  public int connections() {
    return whole(Setting.CONNECTIONS);
  }

  public double rate() {
    return Double.parseDouble(text(Setting.RATE));
  }

  public int seconds() {
    return whole(Setting.SECONDS);
  }

  public int rooms() {
    return whole(Setting.ROOMS);
  }

  public int pairs() {
    return whole(Setting.PAIRS);
  }

  public boolean floor() {
    return text(Setting.FLOOR).equals("yes");
  }

  public boolean pin() {
    return text(Setting.PIN).equals("yes");
  }

  public String store() {
    return text(Setting.STORE);
  }

  public Keys keys() {
    return Keys.valueOf(text(Setting.KEYS).toUpperCase(Locale.ROOT));
  }

  public Optional<URI> url() {
    return given(Setting.URL).map(URI::create);
  }

  public OptionalLong pid() {
    return given(Setting.PID).stream().mapToLong(Long::parseLong).findFirst();
  }

  public Optional<Path> json() {
    return given(Setting.JSON).map(Path::of);
  }

  public Optional<Path> svg() {
    return given(Setting.SVG).map(Path::of);
  }

  /** What bears on the result: what every report names, and whatever is not as it always is. */
  public Map<String, String> conditions() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      boolean other = !text(setting).equals(setting.standard());
      if (NAMED.contains(setting) || (other && !FILES.contains(setting))) {
        all.put(setting.word(), text(setting));
      }
    }
    return all;
  }
}
