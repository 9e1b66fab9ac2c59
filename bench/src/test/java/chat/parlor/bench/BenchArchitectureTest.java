package chat.parlor.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The bench believes nothing that the server says of itself. */
class BenchArchitectureTest {
  private static final String ROOT = "chat.parlor.bench";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void onlyTheBenchmarksOfInnerPartsSeeTheServer() {
    DescribedPredicate<JavaClass> server =
        DescribedPredicate.describe(
            "of the server",
            type ->
                type.getPackageName().startsWith("chat.parlor")
                    && !type.getPackageName().startsWith(ROOT));
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".jmh..")
        .should()
        .dependOnClassesThat(server)
        .check(CLASSES);
  }

  @Test
  void loadAndReportKnowNothingOfScenarios() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".load..", ROOT + ".report..", ROOT + ".server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".scenario..", ROOT + ".peers..")
        .check(CLASSES);
  }

  @Test
  void noCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
