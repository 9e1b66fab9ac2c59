package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.protocol.ClientFrame;
import chat.parlor.protocol.Decoded;
import chat.parlor.protocol.Decoded.Said;
import chat.parlor.protocol.Decoded.Wrong;
import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.Ref;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.codec.Vectors.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientVectorsTest {
  private static final FrameDecoder DECODER = new FrameDecoder(1_000);

  static List<Vector> vectors() {
    List<Vector> vectors = new ArrayList<>();
    for (String file : Vectors.files()) {
      if (file.startsWith("client-")) {
        vectors.addAll(Vectors.of(file, "dialect", "frame", "said", "wrong", "ref"));
      }
    }
    return vectors;
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aFrameIsUnderstoodAsItsVectorSays(Vector vector) {
    assertThat(vector.optional("said").isPresent())
        .isNotEqualTo(vector.optional("wrong").isPresent());
    for (Dialect dialect : vector.dialects()) {
      assertThat(told(decode(vector, dialect))).as("%s", dialect).isEqualTo(expected(vector));
    }
  }

  @Test
  void eachKindOfFrameAndWindowHasAVector() {
    Set<Class<?>> seen =
        said()
            .flatMap(frame ->
                frame instanceof ClientFrame.History history
                    ? Stream.of(frame.getClass(), history.window().getClass())
                    : Stream.of(frame.getClass()))
            .collect(Collectors.toSet());
    assertThat(seen)
        .contains(ClientFrame.class.getPermittedSubclasses())
        .contains(ClientFrame.Window.class.getPermittedSubclasses());
  }

  @Test
  void eachFieldIsWrongInSomeVector() {
    Set<String> seen =
        vectors().stream()
            .flatMap(vector -> vector.optional("wrong").stream())
            .flatMap(wrong -> Stream.of(wrong.split(" ", 2)).skip(1))
            .collect(Collectors.toSet());
    Set<String> fields =
        Stream.of(Fields.Field.values()).map(Fields.Field::wireName).collect(Collectors.toSet());
    // What stands in user is never wrong: the tutorial's clients put anything there.
    fields.remove("user");
    assertThat(seen).containsExactlyInAnyOrderElementsOf(fields);
  }

  private static Stream<ClientFrame> said() {
    return vectors().stream()
        .map(vector -> decode(vector, vector.dialects().getFirst()))
        .flatMap(decoded -> decoded instanceof Said(ClientFrame frame) ? Stream.of(frame) : null);
  }

  private static Decoded decode(Vector vector, Dialect dialect) {
    return DECODER.decode(vector.value("frame").getBytes(UTF_8), dialect);
  }

  private static String expected(Vector vector) {
    Optional<String> said = vector.optional("said");
    return said.orElseGet(() ->
        "wrong: "
            + vector.value("wrong")
            + vector.optional("ref").map(" ref: "::concat).orElse(""));
  }

  private static String told(Decoded decoded) {
    return switch (decoded) {
      case Said(ClientFrame frame) -> Told.frame(frame);
      case Wrong(Optional<Ref> ref, Refusal code, Optional<String> field) ->
          "wrong: "
              + code.code()
              + field.map(" "::concat).orElse("")
              + ref.map(mark -> " ref: " + mark.json()).orElse("");
    };
  }
}
