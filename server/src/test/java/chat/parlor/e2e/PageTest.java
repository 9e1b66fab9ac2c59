package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page as it was built, asked for by literal requests. */
class PageTest {
  private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  @RegisterExtension static final OneServer server = OneServer.withoutLimits();

  private static Wire.Http get(String path, String... headers) {
    return Wire.get(server.port(), path, headers);
  }

  @Test
  void theRootAndEveryRoomAndEveryPlaceInARoomIsThePage() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    Map<String, String> bases = new LinkedHashMap<>();
    bases.put("/", "./");
    bases.put("/?name=Ann&room=tea", "./");
    bases.put("/r/lobby", "../");
    bases.put("/r/%E5%A4%A7%E5%8E%85?x=/a/b", "../");
    bases.put("/r/lobby/5", "../../");
    bases.forEach((path, base) ->
        rows.put(
            path,
            () -> {
              Wire.Http answer = get(path);
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.header("Content-Type")).contains("text/html; charset=utf-8");
              assertThat(answer.header("Cache-Control")).contains("no-cache");
              assertThat(answer.body()).contains("<base href=\"" + base + "\"");
            }));
    Wire.each(rows);
  }

  @Test
  void everyAddressInThePageIsRelativeComesAfterTheBaseAndIsAnswered() {
    String index = get("/").body();
    List<String> addresses = ADDRESS.matcher(index).results().map(MatchResult::group).toList();
    assertThat(addresses.getFirst()).isEqualTo("href=\"./\"");
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    for (String address : ADDRESS.matcher(index).results().map(it -> it.group(1)).toList()) {
      assertThat(address).doesNotStartWith("/").doesNotContain("://");
      rows.put(
          address, () -> assertThat(get("/" + address.replace("./", "")).status()).isEqualTo(200));
    }
    assertThat(rows).hasSizeGreaterThan(1);
    Wire.each(rows);
  }

  @Test
  void whatHasItsContentInItsNameIsKeptForEverAndComesPacked() {
    Wire.Http script = get(script(), "Accept-Encoding: gzip, deflate, br, zstd");
    assertThat(script.header("Cache-Control")).contains("public, max-age=31536000, immutable");
    assertThat(script.header("Content-Type")).contains("text/javascript; charset=utf-8");
    assertThat(script.header("Content-Encoding")).contains("gzip");
    assertThat(script.header("Vary"))
        .hasValueSatisfying(it -> assertThat(it).isEqualToIgnoringCase("Accept-Encoding"));
    Wire.Http plain = get(script(), "Accept-Encoding: gzip;q=0");
    assertThat(plain.header("Content-Encoding")).isEmpty();
    assertThat(plain.header("ETag")).isNotEqualTo(script.header("ETag"));
  }

  private static String script() {
    return Pattern.compile("src=\"\\.(/assets/[^\"]+\\.js)\"")
        .matcher(get("/").body())
        .results()
        .map(it -> it.group(1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoHasThePageIsToldThatItIsTheSame() {
    String tag = get("/r/lobby").header("ETag").orElseThrow();
    Wire.Http again = get("/r/lobby", "If-None-Match: " + tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("ETag")).contains(tag);
  }

  @Test
  void thePageRunsNothingButItsOwnFilesAndTellsNobodyWhereOneComesFrom() {
    for (String path : List.of("/", "/r/lobby/5", script())) {
      Wire.Http answer = get(path);
      assertThat(answer.header("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
          .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
          .doesNotContain("unsafe");
      assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
      assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.header("Cross-Origin-Opener-Policy")).contains("same-origin");
      assertThat(answer.header("Cross-Origin-Resource-Policy")).contains("same-origin");
      assertThat(answer.header("Permissions-Policy").orElseThrow()).contains("camera=()");
    }
    assertThat(get("/").body())
        .doesNotContainPattern("<script(?![^>]* src=)")
        .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=");
  }

  @Test
  void aHeadHasTheHeadersOfTheGetAndNoBody() {
    for (String path : List.of("/", "/r/lobby", script())) {
      Wire.Http get = get(path);
      String request = "HEAD " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      Wire.Http head = Wire.http(server.port(), request);
      assertThat(head.status()).isEqualTo(200);
      for (String name : List.of("Content-Length", "Content-Type", "ETag", "Cache-Control")) {
        assertThat(head.header(name)).as(name).isEqualTo(get.header(name)).isPresent();
      }
    }
  }

  @Test
  void thePageIsReadOnly() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
      for (String path : List.of("/", "/r/lobby/5", script())) {
        String request = method + " " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
        rows.put(
            method + " " + path,
            () -> {
              Wire.Http answer = Wire.http(server.port(), request);
              assertThat(answer.status()).isEqualTo(405);
              assertThat(answer.header("Allow")).contains("GET, HEAD");
            });
      }
    }
    Wire.each(rows);
  }

  @Test
  void noPathLeadsToAnyOtherFile() {
    List<String> paths =
        new ArrayList<>(
            List.of(
                "/../../../../etc/passwd",
                "/..%2f..%2f..%2fetc%2fpasswd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/assets/../../../../etc/passwd",
                "/assets/..%5c..%5cetc/passwd",
                "/assets/%2e%2e/index.html",
                "/assets/....//index.html",
                "/r/../../../../etc/passwd",
                "/r/%2e%2e/%2e%2e/etc/passwd",
                "/r/%252e%252e/%2e/etc/passwd",
                "/r/a%2f..%2f..",
                "/r/..\\..\\etc\\passwd",
                "/r/a/b/c/d/e/f",
                "/r/" + "a/".repeat(2_000),
                "/r/" + "a".repeat(4_000),
                "//etc/passwd",
                "/etc/passwd",
                "/page/index.html",
                "/files.txt",
                "/chat/parlor/Main.class",
                "/META-INF/MANIFEST.MF",
                "/db/sqlite/V1__logs.sql",
                "/index.html%00.js",
                "/.git/config",
                "*",
                "file:///etc/passwd",
                "http://127.0.0.1/../etc/passwd"));
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    for (String path : paths) {
      rows.put(
          path.substring(0, Math.min(40, path.length())),
          () -> {
            Wire.Http answer = get(path);
            assertThat(answer.status()).isIn(400, 404);
            assertThat(answer.body()).contains("\"code\":").doesNotContain("root:", "<base");
          });
    }
    rows.put("8 KiB", () -> assertThat(get("/r/" + "a".repeat(9_000)).status()).isEqualTo(414));
    Wire.each(rows);
  }
}
