package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.protocol.ServerFrame;
import chat.parlor.protocol.codec.Vectors.Vector;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerVectorsTest {
  private static final Map<String, ServerFrame> FRAMES = ServerFrames.byTitle();

  static List<Vector> vectors() {
    return Vectors.of("server.vectors", "json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aFrameIsWrittenAsItsVectorSays(Vector vector) {
    assertThat(FRAMES).containsKey(vector.title());
    ServerFrame frame = FRAMES.getOrDefault(vector.title(), new ServerFrame.Goaway(-1));
    assertThat(new String(FrameEncoder.encode(frame), UTF_8)).isEqualTo(vector.value("json"));
  }

  @Test
  void eachFrameOfTheTestHasAVector() {
    assertThat(vectors().stream().map(Vector::title).toList())
        .containsExactlyInAnyOrderElementsOf(FRAMES.keySet());
  }

  @Test
  void eachKindOfFrameHasAVector() {
    assertThat(FRAMES.values().stream().map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(ServerFrame.class.getPermittedSubclasses());
  }

  @Test
  void eachReasonAndEventHasAVector() {
    String all = vectors().stream().map(vector -> vector.value("json")).toList().toString();
    for (Enum<?>[] words :
        List.<Enum<?>[]>of(
            ServerFrame.LeftReason.values(),
            ServerFrame.ResetReason.values(),
            ServerFrame.NoticeEvent.values())) {
      for (Enum<?> word : words) {
        assertThat(all).contains("\"" + word.name().toLowerCase(Locale.ROOT) + "\"");
      }
    }
  }
}
