package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Half of a room stops reading. */
@Tag("slow")
class StalledReadersTest {
  private static final int MEMBERS = 1_000;
  private static final int SMALL_BUFFER = 8_192;

  @TempDir Path folder;

  @Test
  void halfOfTheRoomStopsReadingAndLaterGetsEachNumberOnceWhileMemoryStaysFlat() {
    try (ParlorProcess server =
            ParlorProcess.in(folder).withoutLimits().with("--heartbeat.seconds=60").start();
        Crowd crowd = new Crowd(server.port())) {
      for (int i = 0; i < MEMBERS; i++) {
        crowd.join("/ws?room=big&name=m" + i, -1, SMALL_BUFFER);
        crowd.readFor(0);
      }
      assertThat(crowd.readUntil(() -> crowd.members().stream().allMatch(m -> m.caughtUp), 60_000))
          .isTrue();
      long before = (long) server.metric("parlor_network_buffer_bytes");
      List<Crowd.Member> stalled = crowd.members().subList(0, MEMBERS / 2);
      stalled.forEach(member -> member.reading(false));
      long most = 0;
      long head;
      try (Talker talker = new Talker(server.port(), "big", 200)) {
        for (int second = 0; second < 15; second++) {
          crowd.readFor(1_000);
          most = Math.max(most, (long) server.metric("parlor_network_buffer_bytes") - before);
        }
        head = talker.acked();
      }
      assertThat(head).as("there was load").isGreaterThan(1_000);
      assertThat(most / (MEMBERS / 2)).as("bytes per stalled reader").isLessThan(64 << 10);
      stalled.forEach(member -> member.reading(true));
      assertThat(
              crowd.readUntil(() -> crowd.members().stream().allMatch(m -> m.last >= head), 60_000))
          .as("everybody has everything")
          .isTrue();
      assertThat(crowd.wrong()).isEmpty();
      assertThat(crowd.members()).noneMatch(member -> member.closed);
    }
  }
}
