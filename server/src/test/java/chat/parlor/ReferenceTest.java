package chat.parlor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference and the table of options say the same, in both directions. */
class ReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/reference");

  @Test
  void theReferenceListsEveryOptionAndNothingElse() throws IOException {
    assertThat(rows("configuration.md"))
        .containsExactlyElementsOf(Stream.of(Option.values()).map(ReferenceTest::row).toList());
  }

  @Test
  void everyLimitThatCanBeSetIsInTheReferenceOfLimitsWithItsDefault() throws IOException {
    List<String> options =
        Stream.of(Option.values())
            .filter(option -> option.key().startsWith("limits."))
            .map(option -> "`" + option.key() + "` | " + option.standard() + " |")
            .toList();
    Pattern named = Pattern.compile("`limits\\.[A-Za-z]+` \\| [0-9]+ \\|");
    List<String> listed =
        rows("limits.md").stream()
            .flatMap(row -> named.matcher(row).results().map(found -> found.group()))
            .toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(options);
  }

  private static List<String> rows(String file) throws IOException {
    return Files.readAllLines(REFERENCE.resolve(file)).stream()
        .filter(line -> line.startsWith("| "))
        .filter(line -> line.contains("`"))
        .toList();
  }

  private static String row(Option option) {
    String standard = option.standard().isEmpty() ? "none" : "`" + option.standard() + "`";
    return "| `%s` | `%s` | %s | %s | %s |"
        .formatted(
            option.key(),
            option.variable(),
            standard,
            option.kind().allowed().replace("|", "or"),
            option.meaning());
  }
}
