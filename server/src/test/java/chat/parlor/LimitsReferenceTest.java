package chat.parlor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.log.LogOptions;
import chat.parlor.room.RoomOptions;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The limits that are built in stand in the reference with their value, in both directions. */
class LimitsReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/reference/limits.md");
  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("../protocol/src/main/java"));
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");
  private static final long MILLION = 1_000_000;

  /** One number of the code as the reference names it: {@code NetOptions.FRAGMENTS}. */
  private record Listed(String name, String limit, String atTheLimit) {}

  @Test
  void everyLimitOfTheOptionsAndOfDeliveryIsInTheReferenceOnce() throws Exception {
    List<String> mustStand = new ArrayList<>();
    for (Class<?> type : classes().values()) {
      if (type.getSimpleName().endsWith("Options")
          || type.getPackageName().equals("chat.parlor.delivery")) {
        mustStand.addAll(numbers(type).keySet());
      }
    }
    assertThat(mustStand).hasSizeGreaterThan(30);
    assertThat(listed()).extracting(Listed::name).doesNotHaveDuplicates().containsAll(mustStand);
  }

  @Test
  void everyNumberThatTheReferenceNamesIsThatOfTheCode() throws Exception {
    Map<String, Class<?>> classes = classes();
    for (Listed one : listed()) {
      String simple = one.name().substring(0, one.name().indexOf('.'));
      Class<?> type = classes.getOrDefault(simple, Void.class);
      assertThat(numbers(type)).containsKey(one.name());
      long value = numbers(type).getOrDefault(one.name(), -1L);
      assertThat(one.limit())
          .as(one.name())
          .containsPattern("(?<![0-9,.])" + inWords(one.name(), value) + "(?![0-9,.]*[0-9])");
    }
  }

  @Test
  void whatHappensAtALimitStandsBesideIt() throws IOException {
    assertThat(listed())
        .filteredOn(one -> one.atTheLimit().isEmpty())
        .extracting(Listed::name)
        .allMatch(name -> name.matches("Group.CLOCK_EVERY|Sessions.COME_BACK_.*"));
  }

  private static List<Listed> listed() throws IOException {
    List<Listed> all = new ArrayList<>();
    for (String line : Files.readAllLines(REFERENCE, UTF_8)) {
      List<String> cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      if (cells.size() == 6) {
        NAMED
            .matcher(cells.get(4))
            .results()
            .map(it -> it.group(1) + "." + it.group(2))
            .forEach(name -> all.add(new Listed(name, cells.get(2), cells.get(3))));
      }
    }
    return all;
  }

  /** All classes of the sources by their simple names, which the reference uses. */
  private static Map<String, Class<?>> classes() throws IOException, ClassNotFoundException {
    Map<String, Class<?>> classes = new TreeMap<>();
    for (Path root : SOURCES) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
          String name = root.relativize(file).toString().replace('/', '.').replace(".java", "");
          if (!name.endsWith("-info")) {
            classes.put(file.getFileName().toString().replace(".java", ""), load(name));
          }
        }
      }
    }
    return classes;
  }

  private static Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, LimitsReferenceTest.class.getClassLoader());
  }

  /** Constants, and the built-in values of options that nobody can set. */
  private static Map<String, Long> numbers(Class<?> type) throws ReflectiveOperationException {
    Map<String, Long> numbers = new TreeMap<>();
    for (Field field : type.getDeclaredFields()) {
      boolean whole = field.getType() == int.class || field.getType() == long.class;
      if (whole && Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        numbers.put(type.getSimpleName() + "." + field.getName(), field.getLong(null));
      }
    }
    for (Record defaults : List.of(RoomOptions.defaults(), LogOptions.defaults())) {
      if (type == defaults.getClass()) {
        for (RecordComponent part : type.getRecordComponents()) {
          Number value = (Number) part.getAccessor().invoke(defaults);
          numbers.put(type.getSimpleName() + "." + part.getName(), value.longValue());
        }
      }
    }
    return numbers;
  }

  /** A value as the reference writes it, by the unit at the end of its name. */
  private static String inWords(String name, long value) {
    String unit = name.toUpperCase(Locale.ROOT);
    if (unit.endsWith("MILLIS")) {
      return seconds(value * MILLION);
    }
    if (unit.endsWith("NANOS")) {
      return seconds(value);
    }
    boolean bytes = unit.contains("BYTES") || unit.endsWith("SIZE_MOST");
    if (bytes && value % (1 << 20) == 0) {
      return (value >> 20) + " MiB";
    }
    if (bytes && value % (1 << 10) == 0) {
      return (value >> 10) + " KiB";
    }
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String seconds(long nanos) {
    return nanos % (1_000 * MILLION) == 0
        ? nanos / (1_000 * MILLION) + " s"
        : nanos / MILLION + " ms";
  }
}
