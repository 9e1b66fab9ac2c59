package chat.parlor.net.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a page made up here: which path gets which, in which form. */
class PageTest {
  private static final String INDEX =
      "<!doctype html><base href=\"./\"><p>%s".formatted("p".repeat(2_000));
  private static final String SCRIPT = "const words = 'again and again';".repeat(100);
  private static final String RANDOM_BYTES = randomBytes(1_024);

  private final Map<String, String> files =
      new HashMap<>(
          Map.of(
              "index.html", INDEX,
              "sw.js", "// small",
              "manifest.webmanifest", "{}",
              "icon.svg", "<svg/>",
              "icon.png", "p".repeat(4_000),
              "assets/page-1a2b.js", SCRIPT,
              "assets/page-1a2b.css", "p{}",
              "assets/face-1a2b.woff2", "f",
              "words.txt", RANDOM_BYTES,
              "data.json", "[]"));

  private static String randomBytes(int count) {
    StringBuilder bytes = new StringBuilder();
    new Random(1).ints(count, 0, 256).forEach(bytes::appendCodePoint);
    return bytes.toString();
  }

  private Page page() {
    String list = String.join("\n", files.keySet()) + "\n";
    return Page.of(name ->
        Optional.ofNullable(name.equals("files.txt") ? list : files.get(name))
            .map(text -> text.getBytes(ISO_8859_1)));
  }

  private FullHttpResponse get(String path, String... headers) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
    for (int i = 0; i < headers.length; i += 2) {
      request.headers().add(headers[i], headers[i + 1]);
    }
    return page().file(path).orElseThrow().answer(request);
  }

  private static String body(FullHttpResponse answer) {
    return answer.content().toString(ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "/, ./",
    "/index.html, ./",
    "/r/, ../",
    "/r/lobby, ../",
    "/r/%E5%A4%A7%E5%8E%85, ../",
    "/r/a%20b, ../",
    "/r/%ff%zz, ../",
    "/r/...x, ../",
    "/r/lobby/, ../../",
    "/r/lobby/5, ../../",
    "/r/lobby/5/, ../../../",
    "/r/lobby/5/6/7, ../../../../",
  })
  void everyPathOfTheRoomsGetsTheIndexThatCountsFromTheRootOfThePage(String path, String base) {
    assertThat(body(get(path))).isEqualTo(INDEX.replace("./", base));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/r",
        "/rooms",
        "/R/lobby",
        "/files.txt",
        "/assets",
        "/assets/",
        "/assets/../index.html",
        "/../page/index.html",
        "//index.html",
        "/%69ndex.html",
        "/assets%2fpage-1a2b.js",
        "/index.html/",
        "/index.html%00",
        "/r/..",
        "/r/.",
        "/r/../index.html",
        "/r/%2e%2e/index.html",
        "/r/%2E./index.html",
        "/r/.%2e",
        "/r/a%2fb",
        "/r/a%2Fb",
        "/r/a%5cb",
        "/r/a\\b",
        "/r//5",
        "/r/lobby//",
        "/r/1/2/3/4/5"
      })
  void anyOtherPathIsNotFound(String path) {
    assertThat(page().file(path)).isEmpty();
  }

  @Test
  void aPathIsFoundUpToTheBoundAndNotBeyond() {
    String longest = "/r/" + "a".repeat(HttpOptions.PAGE_PATH_CHARACTERS - 3);
    assertThat(page().file(longest)).isPresent();
    assertThat(page().file(longest + "a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8, no-cache",
    "/sw.js, text/javascript; charset=utf-8, no-cache",
    "/manifest.webmanifest, application/manifest+json; charset=utf-8, no-cache",
    "/icon.svg, image/svg+xml, no-cache",
    "/icon.png, image/png, no-cache",
    "/words.txt, text/plain; charset=utf-8, no-cache",
    "/data.json, application/json; charset=utf-8, no-cache",
    "/assets/page-1a2b.js, text/javascript; charset=utf-8, 'public, max-age=31536000, immutable'",
    "/assets/page-1a2b.css, text/css; charset=utf-8, 'public, max-age=31536000, immutable'",
    "/assets/face-1a2b.woff2, font/woff2, 'public, max-age=31536000, immutable'",
  })
  void eachFileHasItsTypeAndIsKeptAsLongAsItsNameAllows(String path, String type, String caching) {
    FullHttpResponse answer = get(path);
    assertThat(answer.headers().get("Content-Type")).isEqualTo(type);
    assertThat(answer.headers().get("Cache-Control")).isEqualTo(caching);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "GZIP | true",
        "x-gzip | true",
        "gzip, deflate, br, zstd | true",
        "br, gzip;q=0.5 | true",
        "br ; q=1 , gzip ; q=0.001 | true",
        "* | true",
        "*;q=0.1 | true",
        "gzip;q=1.000 | true",
        "identity;q=0, gzip | true",
        "gzip;q=0 | false",
        "gzip;q=0.000 | false",
        "*, gzip;q=0 | false",
        "*;q=0 | false",
        "identity, gzip;q=0.5 | false",
        "gzip;q=2 | false",
        "gzip;q=x | false",
        "gzip;q= | false",
        "gzip;q=-1 | false",
        "gzip;level=9 | false",
        "gzipped | false",
        "br | false",
        "'' | false",
      })
  void gzipIsForThoseWhoTakeIt(String accepted, boolean packed) {
    FullHttpResponse answer = get("/assets/page-1a2b.js", "Accept-Encoding", accepted);
    assertThat(answer.headers().contains("Content-Encoding", "gzip", false)).isEqualTo(packed);
    assertThat(answer.headers().get("Vary")).isEqualToIgnoringCase("Accept-Encoding");
  }

  @Test
  void severalLinesOfAcceptEncodingAreOneList() {
    FullHttpResponse answer = get("/", "Accept-Encoding", "br", "Accept-Encoding", "gzip;q=0.1");
    assertThat(answer.headers().get("Content-Encoding")).isEqualTo("gzip");
  }

  @Test
  void whatIsPackedIsTheSameAndEachFormHasATagOfItsOwn() throws IOException {
    FullHttpResponse plain = get("/assets/page-1a2b.js");
    FullHttpResponse packed = get("/assets/page-1a2b.js", "Accept-Encoding", "gzip");
    assertThat(body(plain)).isEqualTo(SCRIPT);
    assertThat(packed.headers().getInt("Content-Length")).isLessThan(SCRIPT.length() / 4);
    try (GZIPInputStream in = new GZIPInputStream(new ByteBufInputStream(packed.content()))) {
      assertThat(new String(in.readAllBytes(), ISO_8859_1)).isEqualTo(SCRIPT);
    }
    assertThat(packed.headers().get("ETag")).isNotEqualTo(plain.headers().get("ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sw.js", "/icon.png", "/words.txt"})
  void whatIsSmallOrNoTextOrNotSmallerForItIsNotPacked(String path) {
    FullHttpResponse answer = get(path, "Accept-Encoding", "gzip");
    assertThat(answer.headers().contains("Content-Encoding")).isFalse();
    assertThat(answer.headers().contains("Vary")).isFalse();
    assertThat(ByteBufUtil.getBytes(answer.content()))
        .isEqualTo(files.getOrDefault(path.substring(1), "").getBytes(ISO_8859_1));
  }

  @Test
  void whoKnowsTheTagOfTheFormGets304() {
    String plain = get("/").headers().get("ETag");
    String packed = get("/", "Accept-Encoding", "gzip").headers().get("ETag");
    for (String known : new String[] {plain, "W/" + plain, "\"x\", " + plain, "*"}) {
      FullHttpResponse answer = get("/", "If-None-Match", known);
      assertThat(answer.status().code()).as(known).isEqualTo(304);
      assertThat(answer.headers().get("ETag")).isEqualTo(plain);
      assertThat(answer.content().readableBytes()).isZero();
    }
    assertThat(get("/", "If-None-Match", packed).status().code()).isEqualTo(200);
    assertThat(get("/", "If-None-Match", plain, "Accept-Encoding", "gzip").status().code())
        .isEqualTo(200);
    assertThat(get("/r/lobby", "If-None-Match", plain).status().code()).isEqualTo(200);
  }

  @Test
  void aPageThatLacksSomethingIsToldAtTheStart() {
    files.put("index.html", "<p>no base");
    assertThatThrownBy(this::page).hasMessageContaining("<base href=\"./\"");
    files.put("index.html", INDEX + INDEX);
    assertThatThrownBy(this::page).hasMessageContaining("once");
    files.put("index.html", INDEX);
    files.put("notes.docx", "?");
    assertThatThrownBy(this::page).hasMessage("the page has no kind for notes.docx");
    assertThatThrownBy(() -> Page.of(name -> Optional.empty()))
        .hasMessage("the page lacks files.txt");
  }
}
