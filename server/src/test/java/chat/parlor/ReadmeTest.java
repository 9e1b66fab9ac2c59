package chat.parlor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents for strangers say of this tree is so. */
class ReadmeTest {
  private static final Path HOUSE = Path.of("..");

  /** As they are named in the documents: {@code package.ClassTest#method}, below chat.parlor. */
  private static final Pattern TEST =
      Pattern.compile("`((?:[a-z0-9]+\\.)*[A-Z]\\w*(?:Test|Contract))(?:#(\\w+))?`");

  /** Tests of the page and of its parts, by file and title; those of e2e may do without it. */
  private static final Pattern PAGE_TEST =
      Pattern.compile(
          "`((?:e2e/)?\\w+\\.test\\.mjs|web/(?:sdk|app)/test/\\w+\\.test\\.ts)#([^`]+)`");

  /** A title as it stands in its file: a text, or one with a value in it. */
  private static final Pattern TITLE =
      Pattern.compile("\\btest\\(\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|`([^`]*)`)");

  private static final String WHAT_THE_PAGE_DOES = "docs/internals/page.md";

  private static final List<String> DOCUMENTS =
      List.of(".", "docs", "docs/guides", "docs/internals", "docs/reference", "deploy");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "README.zh-CN.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/tutorial.md",
        WHAT_THE_PAGE_DOES
      })
  void everyTestThatIsNamedExists(String document) throws IOException {
    List<String> missing = new ArrayList<>();
    for (MatchResult named : TEST.matcher(read(document)).results().toList()) {
      Optional<Path> source = source(named.group(1));
      if (source.isEmpty()) {
        missing.add(named.group(1));
      } else if (named.group(2) != null && !hasMethod(source.get(), named.group(2))) {
        missing.add(named.group(1) + "#" + named.group(2));
      }
    }
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md", "docs/tutorial.md", WHAT_THE_PAGE_DOES})
  void everyTestOfThePageThatIsNamedExists(String document) throws IOException {
    List<MatchResult> named = PAGE_TEST.matcher(read(document)).results().toList();
    assertThat(named).isNotEmpty();
    for (MatchResult one : named) {
      String file = one.group(1).contains("/") ? one.group(1) : "e2e/" + one.group(1);
      assertThat(titlesIn(file))
          .as("%s, which %s names", one.group(1), document)
          .anyMatch(title -> one.group(2).matches(title));
    }
  }

  /** What is called done names a test that shows it, or says that there is none. */
  @Test
  void whatThePageDoesIsShownByATest() throws IOException {
    List<String> done =
        read(WHAT_THE_PAGE_DOES).lines().filter(line -> line.contains(" | done | ")).toList();
    assertThat(done).hasSizeGreaterThan(40);
    assertThat(done)
        .filteredOn(line -> testsIn(line).isEmpty() && !line.contains("| not tested: "))
        .isEmpty();
  }

  @Test
  void bothLanguagesPromiseTheSame() throws IOException {
    List<List<String>> english = promises("README.md");
    assertThat(english).hasSizeGreaterThan(15).allMatch(tests -> !tests.isEmpty());
    assertThat(promises("README.zh-CN.md")).isEqualTo(english);
  }

  /** The ten lines and the client that resumes stand in three documents. */
  @ParameterizedTest
  @ValueSource(strings = {"html", "js"})
  void theClientsAreTheSameInEveryDocument(String language) throws IOException {
    String snippet = snippet("docs/reference/protocol.md", language);
    assertThat(snippet).contains("new WebSocket(");
    assertThat(snippet.lines().count()).isEqualTo(language.equals("js") ? 24 : 10);
    assertThat(snippet("README.md", language)).isEqualTo(snippet);
    assertThat(snippet("README.zh-CN.md", language)).isEqualTo(snippet);
  }

  @Test
  void theTenLinesAreThoseThatTheTestOfThePageRuns() throws IOException {
    String snippet = snippet("docs/reference/protocol.md", "html");
    String lines = snippet.substring(snippet.indexOf("const ws"), snippet.indexOf("</script>"));
    assertThat(read("e2e/ten-lines.html")).contains(lines);
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path document : documents()) {
      for (MatchResult link : LINK.matcher(Files.readString(document, UTF_8)).results().toList()) {
        String target = link.group(1).replaceFirst("#.*$", "");
        boolean elsewhere = target.isEmpty() || target.contains("://");
        if (!elsewhere && !Files.exists(document.resolveSibling(target))) {
          dead.add(HOUSE.relativize(document) + " -> " + target);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  private static List<Path> documents() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : DOCUMENTS) {
      try (Stream<Path> files = Files.list(HOUSE.resolve(folder).normalize())) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(all::add);
      }
    }
    assertThat(all).hasSizeGreaterThan(12);
    return all;
  }

  /** The tests of each row of the table of promises. */
  private static List<List<String>> promises(String document) throws IOException {
    return read(document)
        .lines()
        .filter(line -> line.matches("\\| [0-9]+ \\|.*"))
        .map(ReadmeTest::testsIn)
        .toList();
  }

  private static List<String> testsIn(String row) {
    return Stream.of(TEST, PAGE_TEST)
        .flatMap(pattern -> pattern.matcher(row).results())
        .map(MatchResult::group)
        .toList();
  }

  /** Each as a regular expression. */
  private static List<String> titlesIn(String file) throws IOException {
    return TITLE.matcher(read(file)).results().map(ReadmeTest::titleOf).toList();
  }

  private static String titleOf(MatchResult title) {
    if (title.group(1) != null) {
      return Pattern.quote(title.group(1).replace("\\'", "'"));
    }
    String[] parts = title.group(2).split("\\$\\{[^}]*\\}", -1);
    return Stream.of(parts).map(Pattern::quote).collect(Collectors.joining(".+"));
  }

  private static Optional<Path> source(String name) {
    String file = "src/test/java/chat/parlor/" + name.replace('.', '/') + ".java";
    return Stream.of("server", "protocol", "bench")
        .map(module -> HOUSE.resolve(module).resolve(file))
        .filter(Files::exists)
        .findFirst();
  }

  private static boolean hasMethod(Path source, String method) throws IOException {
    return Pattern.compile("void " + method + "\\(")
        .matcher(Files.readString(source, UTF_8))
        .find();
  }

  private static String snippet(String document, String language) throws IOException {
    List<String> found =
        Pattern.compile("(?s)```" + language + "\n(.*?)```")
            .matcher(read(document))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(found).as("%s in %s", language, document).hasSize(1);
    return found.getFirst();
  }

  private static String read(String document) throws IOException {
    return Files.readString(HOUSE.resolve(document), UTF_8);
  }
}
