package chat.parlor.net.http;

import java.util.Locale;
import java.util.Optional;

/** The kinds of files that a page is made of, by the ending of their names. */
enum PageType {
  HTML("text/html; charset=utf-8", true),
  JS("text/javascript; charset=utf-8", true),
  CSS("text/css; charset=utf-8", true),
  SVG("image/svg+xml", true),
  JSON("application/json; charset=utf-8", true),
  WEBMANIFEST("application/manifest+json; charset=utf-8", true),
  TXT("text/plain; charset=utf-8", true),
  PNG("image/png", false),
  WOFF2("font/woff2", false);

  private final String contentType;
  private final boolean text;

  PageType(String contentType, boolean text) {
    this.contentType = contentType;
    this.text = text;
  }

  static Optional<PageType> of(String name) {
    for (PageType type : values()) {
      if (name.endsWith("." + type.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  String contentType() {
    return contentType;
  }

  /** Whether packing it may help. */
  boolean text() {
    return text;
  }
}
