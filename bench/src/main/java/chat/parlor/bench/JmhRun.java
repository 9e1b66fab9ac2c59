package chat.parlor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code ./parlor bench jmh}: the inner parts alone, with JMH's own options after it. */
final class JmhRun {
  private JmhRun() {}

  /** Its JVMs get the options of this one, and are quiet. */
  static void of(List<String> words) throws IOException {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("-jvmArgsAppend", "-Dlogback.configurationFile=jmh-logback.xml"));
    org.openjdk.jmh.Main.main(all.toArray(String[]::new));
  }
}
