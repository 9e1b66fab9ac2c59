package chat.parlor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code --help} and {@code --version} say; the options come from {@link Option}. */
final class Usage {
  private Usage() {}

  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Usage: ./parlor serve [--name=value ...]");
    lines.add("");
    lines.add("An option may also stand in the environment (--limits.textLength is");
    lines.add("PARLOR_LIMITS_TEXT_LENGTH) or in a YAML file. A flag goes before the environment,");
    lines.add("that before the file. For limits, 0 means none where it is allowed.");
    lines.add("");
    lines.add("  --config=FILE");
    lines.add("      The file; without this: parlor.yaml in the working folder, if there is one.");
    for (Option option : Option.values()) {
      String standard = option.standard().isEmpty() ? "" : " (default: " + option.standard() + ")";
      lines.add("  --" + option.key() + "=" + option.kind().form());
      lines.add("      " + option.meaning());
      lines.add("      " + option.kind().allowed() + standard);
    }
    lines.add("  --help, --version");
    return lines;
  }

  /** As the jar says; without a jar this is nobody's version. */
  static String version() {
    return Optional.ofNullable(Usage.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
