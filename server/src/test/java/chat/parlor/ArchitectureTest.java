package chat.parlor;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom, as data. An arrow that is not in the table does not exist. */
class ArchitectureTest {
  private static final String ROOT = "chat.parlor";

  /** Besides these, every package may use {@link #FOR_ALL} and the JDK; the root may use all. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("protocol", Set.of()),
          Map.entry("telemetry", Set.of()),
          Map.entry("store", Set.of()),
          Map.entry("log", Set.of("store")),
          Map.entry("filter", Set.of()),
          Map.entry("room", Set.of("log", "store", "filter")),
          Map.entry("people", Set.of("store")),
          Map.entry("delivery", Set.of("log")),
          Map.entry("cluster", Set.of("log", "store")),
          Map.entry("session", Set.of("room", "log", "delivery", "people")),
          Map.entry("net", Set.of("session", "delivery", "room", "people")));

  private static final Set<String> FOR_ALL = Set.of("protocol", "telemetry");
  private static final Set<String> FOUNDATIONS = Set.of("protocol", "telemetry");

  /** Libraries that one package hides from all others; "" is the root. */
  private static final Map<String, String> HIDDEN =
      Map.ofEntries(
          Map.entry("io.netty.", "net"),
          Map.entry("tools.jackson.", "protocol"),
          Map.entry("io.micrometer.", "telemetry"),
          Map.entry("java.sql.", "store"),
          Map.entry("org.sqlite.", "store"),
          Map.entry("org.postgresql.", "store"),
          Map.entry("org.flywaydb.", "store"),
          Map.entry("com.nimbusds.", "people"),
          Map.entry("org.snakeyaml.", ""),
          Map.entry("ch.qos.logback.", ""));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyPackageIsInTheTableAndEveryRowIsAPackage() {
    Set<String> packages =
        CLASSES.stream()
            .map(ArchitectureTest::packageOf)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
  }

  @Test
  void everyImportFollowsAnArrow() {
    assertThat(dependencies().filter(ArchitectureTest::isForbidden).map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void nothingImportsTheRoot() {
    assertThat(
            dependencies()
                .filter(it -> !packageOf(it.getOriginClass()).isEmpty())
                .filter(it -> isOurs(target(it)) && packageOf(target(it)).isEmpty())
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void noCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void eachLibraryIsSeenByOnePackageOnly() {
    List<String> seen =
        dependencies()
            .filter(it ->
                HIDDEN.entrySet().stream()
                    .anyMatch(hidden ->
                        target(it).getName().startsWith(hidden.getKey())
                            && !packageOf(it.getOriginClass()).equals(hidden.getValue())))
            .map(Dependency::getDescription)
            .toList();
    assertThat(seen).isEmpty();
  }

  private static Stream<Dependency> dependencies() {
    assertThat(CLASSES).isNotEmpty();
    return CLASSES.stream().flatMap(it -> it.getDirectDependenciesFromSelf().stream());
  }

  private static boolean isForbidden(Dependency dependency) {
    String from = packageOf(dependency.getOriginClass());
    JavaClass target = target(dependency);
    if (from.isEmpty() || !isOurs(target)) {
      return false;
    }
    String to = packageOf(target);
    boolean forAll = FOR_ALL.contains(to) && !FOUNDATIONS.contains(from);
    return !to.equals(from) && !forAll && !ARROWS.getOrDefault(from, Set.of()).contains(to);
  }

  private static JavaClass target(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType();
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }

  /** The first name below the root; empty for the root itself. */
  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", 2)[0];
  }
}
