package chat.parlor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The hard limits of how this code should read, over all modules, tests and the page included. */
class TidyTest {
  private static final int FILE_LINES_MOST = 500;
  private static final int METHOD_LINES_MOST = 70;
  private static final int PARAMETERS_MOST = 5;
  private static final int COLUMNS_MOST = 100;
  private static final int PACKAGE_FILES_MOST = 16;

  private static final Set<String> FORBIDDEN_PACKAGES =
      Set.of("util", "utils", "common", "model", "service", "impl", "manager", "helper");
  private static final Pattern FORBIDDEN_CLASSES =
      Pattern.compile("(.+(Util|Utils|Impl|Manager|Helper|Service|Model)|Common.*)\\.java");

  private static final Path HOUSE = Path.of("..");
  private static final List<Path> JAVA = files(".java");
  private static final List<Path> PAGE =
      Stream.of(".html", ".css", ".js", ".mjs", ".ts", ".tsx")
          .flatMap(it -> files(it).stream())
          .toList();

  @Test
  void thereIsSomethingToLookAt() {
    assertThat(JAVA).anyMatch(it -> it.endsWith("chat/parlor/Main.java"));
    assertThat(JAVA).anyMatch(it -> it.endsWith("chat/parlor/protocol/ClientFrame.java"));
    assertThat(JAVA).anyMatch(it -> it.endsWith("chat/parlor/TidyTest.java"));
  }

  @Test
  void noFileIsTooLong() {
    assertThat(all().filter(it -> lines(it).size() > FILE_LINES_MOST)).isEmpty();
  }

  /** A line may be longer when it is an import, or the sentence that names a test. */
  @Test
  void noLineIsTooLong() {
    List<String> tooLong = new ArrayList<>();
    all()
        .forEach(file -> {
          List<String> lines = lines(file);
          for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.codePointCount(0, line.length()) > COLUMNS_MOST
                && !line.startsWith("import ")
                && !line.startsWith("test('")) {
              tooLong.add(file + ":" + (i + 1));
            }
          }
        });
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noPackageHasTooManyFiles() {
    Map<Path, Long> counts =
        JAVA.stream()
            .filter(it -> it.toString().contains("src/main/java"))
            .filter(it -> !it.endsWith("package-info.java"))
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    assertThat(counts.entrySet()).noneMatch(it -> it.getValue() > PACKAGE_FILES_MOST);
  }

  @Test
  void nothingIsNamedAfterALayer() {
    assertThat(JAVA)
        .noneMatch(it -> FORBIDDEN_CLASSES.matcher(it.getFileName().toString()).matches())
        .noneMatch(
            it -> Stream.of(it.toString().split("/", -1)).anyMatch(FORBIDDEN_PACKAGES::contains));
  }

  @Test
  void everyPackageSaysWhatItIs() {
    assertThat(
            JAVA.stream()
                .filter(it -> it.toString().contains("src/main/java"))
                .map(Path::getParent)
                .distinct()
                .filter(it -> !Files.exists(it.resolve("package-info.java"))))
        .isEmpty();
  }

  @Test
  void noMethodIsTooLongOrTakesTooMuch() throws IOException {
    Methods methods = new Methods();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(JAVA));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        methods.look(unit, positions);
      }
    }
    assertThat(methods.seen).isGreaterThan(100);
    assertThat(methods.wrong).isEmpty();
  }

  /** Walks the syntax trees. Owned by one test. */
  private static final class Methods extends TreeScanner<@Nullable Void, Boolean> {
    private final List<String> wrong = new ArrayList<>();
    private int seen;
    private @Nullable CompilationUnitTree unit;
    private @Nullable SourcePositions positions;

    void look(CompilationUnitTree one, SourcePositions itsPositions) {
      unit = one;
      positions = itsPositions;
      scan(one, false);
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, Boolean inRecord) {
      return super.visitClass(type, type.getKind() == Tree.Kind.RECORD);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, Boolean inRecord) {
      seen++;
      long lines = lines(method);
      String name =
          unit == null ? "" : unit.getSourceFile().getName() + " " + method.getName() + ": ";
      if (lines > METHOD_LINES_MOST) {
        wrong.add(name + lines + " lines");
      }
      boolean constructor = method.getName().contentEquals("<init>");
      if (method.getParameters().size() > PARAMETERS_MOST && !(constructor && inRecord)) {
        wrong.add(name + method.getParameters().size() + " parameters");
      }
      return super.visitMethod(method, inRecord);
    }

    /** From the opening brace to the closing one, both included. */
    private long lines(MethodTree method) {
      if (unit == null || positions == null || method.getBody() == null) {
        return 0;
      }
      LineMap map = unit.getLineMap();
      long begin = map.getLineNumber(positions.getStartPosition(unit, method.getBody()));
      return map.getLineNumber(positions.getEndPosition(unit, method.getBody())) - begin + 1;
    }
  }

  private static Stream<Path> all() {
    return Stream.concat(JAVA.stream(), PAGE.stream());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(String ending) {
    try (Stream<Path> walk = Files.walk(HOUSE)) {
      return walk.filter(it -> it.toString().endsWith(ending))
          .filter(it -> !it.toString().matches(".*/(target|dist|node_modules|\\.[a-z]+)/.*"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
