package chat.parlor.protocol;

import java.util.Locale;
import java.util.Optional;

/** A language the server speaks to people in. */
public enum Language {
  ENGLISH("en"),
  CHINESE_SIMPLIFIED("zh-Hans"),
  CHINESE_TRADITIONAL("zh-Hant");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** The BCP 47 tag. */
  public String tag() {
    return tag;
  }

  /**
   * The language a BCP 47 tag asks for: a {@code zh} that names Hans is simplified, else one that
   * names Hant, TW, HK or MO traditional, any other {@code zh} simplified, any {@code en} English;
   * another one is empty.
   */
  public static Optional<Language> ofTag(String tag) {
    String lower = tag.strip().replace('_', '-').toLowerCase(Locale.ROOT);
    String primary = lower.split("-", 2)[0];
    return switch (primary) {
      case "en" -> Optional.of(ENGLISH);
      case "zh" ->
          Optional.of(
              !lower.contains("-hans") && lower.matches(".*-(hant|tw|hk|mo)(-.*)?")
                  ? CHINESE_TRADITIONAL
                  : CHINESE_SIMPLIFIED);
      default -> Optional.empty();
    };
  }
}
