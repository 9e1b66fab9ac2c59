package chat.parlor.history;

/** One thing that must not have happened. */
public record Violation(Kind kind, String what) {
  @Override
  public String toString() {
    return kind + ": " + what;
  }
}
