package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.protocol.ChatEntry;
import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.Names;
import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.codec.Vectors.Vector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries, HTTP bodies, URLs and names. */
class OtherVectorsTest {
  private static final OptionalLong NONE = OptionalLong.empty();
  private static final Map<String, byte[]> BODIES =
      Map.of(
          "error, the least",
          HttpBodies.error(
              Refusal.NOT_FOUND, "Not found.", Optional.empty(), OptionalLong.empty(), "r-1"),
          "error with everything",
          HttpBodies.error(
              Refusal.RATE_LIMITED,
              "太快了，请稍等一下。",
              Optional.of("name"),
              OptionalLong.of(1200),
              "r-\"2\""),
          "status",
          HttpBodies.status("ok"),
          "stats",
          HttpBodies.stats(new HttpBodies.Stats(1, 2, 3, 4, 5)));

  static List<Vector> entries() {
    return Vectors.of(
        "entries.vectors",
        "room",
        "seq",
        "timeMillis",
        "userId",
        "user",
        "message",
        "clientId",
        "replyTo",
        "json");
  }

  static List<Vector> bodies() {
    return Vectors.of("http.vectors", "json");
  }

  static List<Vector> urls() {
    return Vectors.of("url.vectors", "dialect", "query", "hello");
  }

  static List<Vector> names() {
    return Vectors.of("names.vectors", "kind", "raw", "name", "refused");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void anEntryIsWrittenAsItsVectorSays(Vector vector) {
    ChatEntry entry =
        new ChatEntry(
            vector.value("room"),
            Long.parseLong(vector.value("seq")),
            Long.parseLong(vector.value("timeMillis")),
            vector.value("userId"),
            vector.value("user"),
            vector.value("message"),
            vector.optional("clientId"),
            vector.optional("replyTo").map(Long::valueOf).map(OptionalLong::of).orElse(NONE));
    assertThat(EntryCodec.encode(entry)).isEqualTo(vector.value("json").getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aBodyIsWrittenAsItsVectorSays(Vector vector) {
    assertThat(BODIES).containsKey(vector.title());
    assertThat(new String(BODIES.getOrDefault(vector.title(), new byte[0]), UTF_8))
        .isEqualTo(vector.value("json"));
  }

  @Test
  void eachBodyHasAVector() {
    assertThat(bodies().stream().map(Vector::title))
        .containsExactlyInAnyOrderElementsOf(BODIES.keySet());
  }

  @ParameterizedTest
  @MethodSource("urls")
  void aUrlIsUnderstoodAsItsVectorSays(Vector vector) {
    for (Dialect dialect : vector.dialects()) {
      assertThat(Told.hello(Hello.parse(vector.value("query"), dialect)))
          .as("%s", dialect)
          .isEqualTo(vector.value("hello"));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameIsTakenOrRefusedAsItsVectorSays(Vector vector) {
    String raw = vector.value("raw");
    Optional<String> name =
        switch (vector.value("kind")) {
          case "person" -> Names.person(raw);
          case "room" -> Names.room(raw);
          case "place" -> Names.place(raw);
          default -> throw new IllegalStateException("unknown kind in: " + vector);
        };
    assertThat(vector.optional("refused").isPresent())
        .isNotEqualTo(vector.values().containsKey("name"));
    assertThat(name).isEqualTo(vector.optional("name"));
  }

  @Test
  void eachFileOfVectorsIsReadBySomeTest() {
    assertThat(Vectors.files())
        .filteredOn(file -> !file.startsWith("client-"))
        .containsExactlyInAnyOrder(
            "entries.vectors", "http.vectors", "names.vectors", "server.vectors", "url.vectors");
  }
}
