package chat.parlor.net.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The page: the files that the class path lists in {@code page/files.txt}, read once. A request's
 * path is a key and is never decoded, so that no path leads to anything else. Below {@code /r/}
 * every path is the page's own (a room, a place in it) and answered by {@code index.html}.
 */
final class Page {
  private static final String INDEX = "index.html";
  private static final String ROOMS = "/r/";
  private static final String ASSETS = "assets/";

  /** Where all addresses in the page count from; it must work below any prefix of a proxy. */
  private static final String BASE = "<base href=\"./\"";

  private final Map<String, PageFile> files = new HashMap<>();

  /** The index for paths with so many slashes after the first one. */
  private final List<PageFile> indexes = new ArrayList<>();

  private Page() {}

  /** Where the files are: a name in, its bytes out. */
  @FunctionalInterface
  interface Source {
    Optional<byte[]> read(String name);
  }

  static Page ofClassPath() {
    return of(Page::read);
  }

  /**
   * Reads a page.
   *
   * @throws IllegalStateException when a file is missing or is none that a page may have
   */
  static Page of(Source source) {
    Page page = new Page();
    for (String name : new String(need(source, "files.txt"), UTF_8).lines().toList()) {
      page.add(name, need(source, name));
    }
    String index = new String(need(source, INDEX), UTF_8);
    if (index.indexOf(BASE) < 0 || index.indexOf(BASE) != index.lastIndexOf(BASE)) {
      throw new IllegalStateException("the page's index.html needs " + BASE + "> once");
    }
    for (int depth = 0; depth <= HttpOptions.PAGE_DEPTH; depth++) {
      String up = depth == 0 ? "./" : "../".repeat(depth);
      String there = index.replace(BASE, "<base href=\"" + up + "\"");
      page.indexes.add(PageFile.of(PageType.HTML, PageFile.ASK_AGAIN, there.getBytes(UTF_8)));
    }
    page.files.put("/", page.indexes.getFirst());
    return page;
  }

  private void add(String name, byte[] bytes) {
    PageType type =
        PageType.of(name)
            .orElseThrow(() -> new IllegalStateException("the page has no kind for " + name));
    String caching = name.startsWith(ASSETS) ? PageFile.FOR_EVER : PageFile.ASK_AGAIN;
    files.put("/" + name, PageFile.of(type, caching, bytes));
  }

  private static byte[] need(Source source, String name) {
    return source.read(name).orElseThrow(() -> new IllegalStateException("the page lacks " + name));
  }

  private static Optional<byte[]> read(String name) {
    try (InputStream in = Page.class.getResourceAsStream("/page/" + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a path is answered with: as it stands in the request, without its query. */
  Optional<PageFile> file(String path) {
    PageFile file = files.get(path);
    if (file != null) {
      return Optional.of(file);
    }
    if (!path.startsWith(ROOMS) || path.length() > HttpOptions.PAGE_PATH_CHARACTERS) {
      return Optional.empty();
    }
    int depth = depth(path);
    return depth < 0 ? Optional.empty() : Optional.of(indexes.get(depth));
  }

  /**
   * How many folders a browser is below the root of the page, or -1 where it and a proxy between
   * could disagree about that: proxies resolve dots, merge slashes and decode them.
   */
  private static int depth(String path) {
    String plain = path.toLowerCase(Locale.ROOT).replace("%2e", ".");
    if (plain.contains("%2f") || plain.contains("%5c") || plain.contains("\\")) {
      return -1;
    }
    String[] names = plain.split("/", -1);
    for (int i = 1; i < names.length; i++) {
      boolean last = i == names.length - 1;
      if (names[i].equals(".") || names[i].equals("..") || (names[i].isEmpty() && !last)) {
        return -1;
      }
    }
    int depth = names.length - 2;
    return depth > HttpOptions.PAGE_DEPTH ? -1 : depth;
  }
}
