package chat.parlor.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client as delivery sees it: takes runs while it is ready, and writes down what it was told. */
final class Reading implements Sink, SubscriptionListener {
  /**
   * Everything in order: entries as their text, and {@code caughtUp 3}, {@code ended 5}, {@code
   * +Ann}.
   */
  final List<String> seen = new ArrayList<>();

  boolean ready = true;

  /** Becomes not ready by each write. */
  boolean slow;

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public void write(Run run) {
    if (!ready) {
      throw new AssertionError("entries for a sink that is not ready");
    }
    for (byte[] body : ((ManualLoop.BodyRun) run).bodies) {
      seen.add(new String(body, StandardCharsets.UTF_8));
    }
    ready = !slow;
  }

  @Override
  public void caughtUp(Subscription subscription, long seq) {
    seen.add("caughtUp " + seq);
  }

  @Override
  public void ended(Subscription subscription, long seq) {
    seen.add("ended " + seq);
  }

  @Override
  public void noticed(Subscription subscription, Change change) {
    String sign =
        switch (change.event()) {
          case JOIN -> "+";
          case LEAVE -> "-";
          case COUNT -> "#";
        };
    seen.add(sign + change.who().map(Attendance.Present::name).orElse("") + change.userCount());
  }

  List<String> entries() {
    return seen.stream().filter(line -> line.matches("\\d+.*")).toList();
  }
}
