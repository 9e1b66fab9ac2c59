package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.protocol.Decoded;
import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.Language;
import chat.parlor.protocol.Names;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference for strangers says what the code does, and nothing else. */
class ReferenceTest {
  private static final Path FOLDER = Path.of("../docs/reference");

  @Test
  void theTableOfRefusalsAndTheEnumAgreeInBothDirections() throws IOException {
    List<List<String>> table =
        Files.readAllLines(FOLDER.resolve("refusals.md"), UTF_8).stream()
            .filter(line -> line.startsWith("| `"))
            .map(ReferenceTest::cells)
            .toList();
    List<List<String>> code = Stream.of(Refusal.values()).map(ReferenceTest::row).toList();
    // The fourth column is the meaning, which only people read.
    assertThat(table.stream().map(row -> without(row, 3)).toList()).isEqualTo(code);
    assertThat(table).allSatisfy(row -> assertThat(row.get(3)).isNotBlank());
  }

  @Test
  void theExamplesOfClientFramesAreUnderstood() throws IOException {
    FrameDecoder decoder = new FrameDecoder(1_000);
    List<String> said = new ArrayList<>();
    for (String line : examples("## What a client says")) {
      assertThat(decoder.decode(line.getBytes(UTF_8), Dialect.V1))
          .as(line)
          .isInstanceOf(Decoded.Said.class);
      said.add(type(line));
    }
    assertThat(said)
        .contains("chat", "private", "join", "leave", "history", "stretches")
        .contains("who", "rooms", "auth", "ping");
  }

  @Test
  void theExamplesOfServerFramesHaveTheFieldsOfTheVectorsInTheirOrder() throws IOException {
    List<String> shapes =
        Stream.concat(
                Vectors.of("server.vectors", "json").stream(), OtherVectorsTest.entries().stream())
            .map(vector -> vector.value("json"))
            .map(ReferenceTest::names)
            .map(List::toString)
            .toList();
    List<String> examples = examples("## What the server says");
    assertThat(examples).hasSizeGreaterThan(12);
    for (String example : examples) {
      List<String> names = names(example);
      assertThat(shapes).as(example).anyMatch(shape -> isPartOf(names, shape));
    }
  }

  @Test
  void theLimitsInTheReferenceAreThoseOfTheCode() throws IOException {
    String reference = Files.readString(FOLDER.resolve("protocol.md"), UTF_8);
    assertThat(reference)
        .contains("string of at most " + Fields.REF_LENGTH + " characters or an integer")
        .contains("| `epoch` | string, 1 to " + Fields.EPOCH_LENGTH + " |")
        .contains("| `last` | integer, 0 to %,d |".formatted(Fields.MOST_LAST))
        .contains("list of 1 to " + ClientFrameBinder.MOST_ROOMS)
        .contains(
            "integer, 1 to %d, default %d"
                .formatted(ClientFrameBinder.MOST_LIMIT, ClientFrameBinder.DEFAULT_LIMIT))
        .contains(
            "integer, 1 to %d, default %d"
                .formatted(ClientFrameBinder.MOST_STRETCHES, ClientFrameBinder.DEFAULT_STRETCHES))
        .contains("| `to` | string, 1 to " + ClientFrameBinder.TO_LENGTH + " |")
        .contains("| `query` | string, at most " + ClientFrameBinder.QUERY_LENGTH + " |")
        .contains("| `token` | string, 1 to %,d |".formatted(ClientFrameBinder.TOKEN_LENGTH))
        .contains(
            "1 to %d code points for a person, 1 to %d for a room"
                .formatted(Names.PERSON_LENGTH, Names.ROOM_LENGTH));
  }

  private static List<String> row(Refusal refusal) {
    return List.of(
        "`" + refusal.code() + "`",
        Integer.toString(refusal.http()),
        refusal.retry().name().toLowerCase(Locale.ROOT),
        Texts.refusal(refusal, Language.ENGLISH),
        Texts.refusal(refusal, Language.CHINESE_SIMPLIFIED),
        Texts.refusal(refusal, Language.CHINESE_TRADITIONAL));
  }

  private static List<String> cells(String line) {
    return Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
  }

  private static List<String> without(List<String> row, int column) {
    List<String> rest = new ArrayList<>(row);
    rest.remove(column);
    return rest;
  }

  /** The lines of the JSON examples in one chapter. */
  private static List<String> examples(String chapter) throws IOException {
    String text = Files.readString(FOLDER.resolve("protocol.md"), UTF_8);
    int start = text.indexOf(chapter + "\n");
    int end = text.indexOf("\n## ", start + 1);
    return Pattern.compile("(?s)```json\n(.*?)```")
        .matcher(text.substring(start, end))
        .results()
        .flatMap(block -> block.group(1).lines())
        .toList();
  }

  private static String type(String json) {
    return Optional.of(Pattern.compile("^\\{\"type\":\"([a-zA-Z]+)\"").matcher(json))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .orElse("none");
  }

  /** The type and the names of the fields, at any depth, as they stand. */
  private static List<String> names(String json) {
    List<String> names =
        Pattern.compile("\"([a-zA-Z]+)\":")
            .matcher(json)
            .results()
            .map(MatchResult::group)
            .toList();
    return Stream.concat(Stream.of(type(json)), names.stream()).toList();
  }

  /** Whether these names stand in this order among those of a vector of the same type. */
  private static boolean isPartOf(List<String> names, String shape) {
    if (!shape.startsWith("[" + names.getFirst() + ",")) {
      return false;
    }
    int at = 0;
    for (String name : names) {
      at = shape.indexOf(name, at);
      if (at < 0) {
        return false;
      }
      at += name.length();
    }
    return true;
  }
}
