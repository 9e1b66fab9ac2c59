package chat.parlor.filter;

import java.util.Optional;
import java.util.stream.Stream;

/** Kinds of personal data that can be found without a list. Each keeps a hint when it is masked. */
public enum Detector {
  /** Mainland mobile numbers: 138****5678. */
  MOBILE("mobile"),
  /** Identity-card numbers of 18 places: 110*************2X. */
  IDCARD("idcard"),
  /** Bank cards of 12 to 19 digits: ************1234. */
  BANKCARD("bankcard"),
  /** E-mail addresses: z*******@example.com. */
  EMAIL("email");

  private final String word;

  Detector(String word) {
    this.word = word;
  }

  /** Its name in the configuration. */
  public String word() {
    return word;
  }

  /** The detector of this name, or empty. */
  public static Optional<Detector> of(String word) {
    return Stream.of(values()).filter(detector -> detector.word.equals(word)).findFirst();
  }
}
