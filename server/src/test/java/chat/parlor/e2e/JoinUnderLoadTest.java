package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joining a room that does not stop talking. */
@Tag("slow")
class JoinUnderLoadTest {
  private static final int JOINS = 10_000;
  private static final int AT_ONCE = 50;

  @TempDir Path folder;

  @Test
  void tenThousandJoinsAtTheHeadMissNothingAndGetNothingTwice() {
    try (ParlorProcess server = ParlorProcess.in(folder).withoutLimits().start();
        Talker talker = new Talker(server.port(), "busy", 1_000);
        Crowd crowd = new Crowd(server.port())) {
      for (int i = 0; i < AT_ONCE; i++) {
        crowd.join("/ws?room=busy&name=j" + i, -1);
      }
      for (int round = 1; round <= JOINS / AT_ONCE; round++) {
        int joins = round;
        assertThat(
                crowd.readUntil(
                    () -> crowd.members().stream().allMatch(m -> m.joins == joins && m.caughtUp),
                    30_000))
            .as("all joined in round %d; wrong: %s", round, crowd.wrong())
            .isTrue();
        crowd.members().forEach(m -> m.say("{\"type\":\"join\",\"room\":\"busy\"}"));
      }
      assertThat(crowd.wrong()).isEmpty();
      assertThat(talker.acked()).as("there was load").isGreaterThan(500);
      assertThat(crowd.members()).allMatch(member -> member.entries > 0);
    }
  }

  @Test
  void tenThousandJoinsFromANumberByUrlMissNothingAndGetNothingTwice() {
    try (ParlorProcess server = ParlorProcess.in(folder).withoutLimits().start();
        Talker talker = new Talker(server.port(), "busy", 1_000);
        Crowd crowd = new Crowd(server.port())) {
      ParlorProcess.pause(1_500);
      List<String> wrong = new ArrayList<>();
      for (int joined = 0; joined < JOINS; joined += AT_ONCE) {
        long from = Math.max(0, talker.acked() - 300);
        for (int i = 0; i < AT_ONCE; i++) {
          long after = from + i;
          crowd.join("/ws?room=busy&after=" + after, after);
        }
        crowd.readUntil(() -> crowd.members().stream().allMatch(m -> m.caughtUp), 30_000);
        crowd.members().stream().filter(m -> !m.caughtUp).forEach(m -> wrong.add("not caught up"));
        crowd.members().stream().filter(m -> m.entries < 200).forEach(m -> wrong.add("few"));
        wrong.addAll(crowd.wrong());
        List.copyOf(crowd.members()).forEach(Crowd.Member::leave);
      }
      assertThat(wrong).isEmpty();
    }
  }
}
