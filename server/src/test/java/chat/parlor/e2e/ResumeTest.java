package chat.parlor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Reading on from one's own number: from memory, from a memory of one entry, after a restart. */
class ResumeTest {
  /** One after another, so that the room beside them is measured for some seconds. */
  private static final int CATCH_UPS = 5;

  @TempDir Path folder;

  private ParlorProcess start(int tailEntries) {
    return ParlorProcess.in(folder)
        .withoutLimits()
        .with("--limits.tailEntries=" + tailEntries)
        .start();
  }

  private static void fill(int port, String room, int messages) {
    try (Probe ann = Probe.open(port, "/ws?name=Ann&room=" + room)) {
      JsonNode joined = ann.await("joined");
      long before = joined.path("head").asLong();
      for (int i = 1; i <= messages; i++) {
        ann.say("{\"type\":\"chat\",\"message\":\"line " + (before + i) + "\"}");
        if (i % 200 == 0 || i == messages) {
          long due = before + i;
          ann.await(m -> m.path("type").asString().equals("chat") && m.path("seq").asLong() == due);
        }
      }
    }
  }

  /** Reads from {@code after} until caught up, checking each number and text. */
  private static long readOn(Probe probe, long after) {
    long seq = after;
    while (true) {
      JsonNode message = probe.message();
      switch (message.path("type").asString()) {
        case "chat" -> {
          assertThat(message.path("seq").asLong()).isEqualTo(++seq);
          assertThat(message.path("message").asString()).isEqualTo("line " + seq);
        }
        case "caughtUp" -> {
          return seq;
        }
        case "error", "reset" -> throw new AssertionError(message);
        default -> {}
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096})
  void everyMissedEntryComesOnceAndInOrder(int tailEntries) {
    try (ParlorProcess server = start(tailEntries)) {
      fill(server.port(), "r", 1_000);
      for (long after : new long[] {0, 1, 127, 128, 129, 500, 998, 999, 1000}) {
        try (Probe reader = Probe.open(server.port(), "/ws?room=r&after=" + after)) {
          JsonNode joined = reader.await("joined");
          assertThat(joined.path("resumed").asBoolean()).isTrue();
          assertThat(readOn(reader, after)).isEqualTo(1_000);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096})
  void afterARestartToo(int tailEntries) {
    try (ParlorProcess server = start(tailEntries)) {
      fill(server.port(), "r", 300);
      String epoch;
      try (Probe reader = Probe.open(server.port(), "/ws?room=r")) {
        epoch = reader.await("joined").path("epoch").asString();
      }
      server.kill();
      server.restart();
      try (Probe reader = Probe.open(server.port(), "/ws?room=r&after=77&epoch=" + epoch)) {
        JsonNode joined = reader.await("joined");
        assertThat(joined.path("epoch").asString()).isEqualTo(epoch);
        assertThat(readOn(reader, 77)).isEqualTo(300);
      }
      fill(server.port(), "r", 50);
      try (Probe reader = Probe.open(server.port(), "/ws?room=r&after=290")) {
        reader.await("joined");
        assertThat(readOn(reader, 290)).isEqualTo(350);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096})
  void anotherEpochOrANumberAboveTheHeadIsResetAndTheStreamGoesOn(int tailEntries) {
    try (ParlorProcess server = start(tailEntries)) {
      fill(server.port(), "r", 10);
      for (String place : new String[] {"after=11", "after=5&epoch=elsewhere"}) {
        try (Probe reader = Probe.open(server.port(), "/ws?room=r&" + place)) {
          assertThat(reader.await("joined").path("resumed").asBoolean()).isFalse();
          JsonNode reset = reader.await("reset");
          long from = reset.path("from").asLong();
          assertThat(reset.path("head").asLong()).isEqualTo(from - 1);
          fill(server.port(), "r", 1);
          assertThat(reader.await("chat").path("seq").asLong()).isEqualTo(from);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096})
  void lastBeginsSoManyBelowTheHead(int tailEntries) {
    try (ParlorProcess server = start(tailEntries)) {
      fill(server.port(), "r", 20);
      try (Probe reader = Probe.open(server.port(), "/ws?room=r&last=7")) {
        reader.await("joined");
        assertThat(readOn(reader, 13)).isEqualTo(20);
      }
    }
  }

  @Test
  @Tag("slow")
  void twoHundredThousandMissedEntriesComeWholeInLittleMemoryAndStopNobody() {
    try (ParlorProcess server = start(4096);
        Crowd talkers = new Crowd(server.port())) {
      fillFast(talkers, 200_000);
      try (Talker other = new Talker(server.port(), "other", 50);
          Crowd crowd = new Crowd(server.port())) {
        ParlorProcess.pause(3_000);
        other.forget();
        ParlorProcess.pause(5_000);
        long calmMicros = other.p99Micros();
        long directBefore = direct(server);
        other.forget();
        for (int i = 0; i < CATCH_UPS; i++) {
          Crowd.Member reader = crowd.join("/ws?room=r&after=0", 0);
          assertThat(crowd.readUntil(() -> reader.caughtUp, 60_000)).isTrue();
          assertThat(crowd.wrong()).isEmpty();
          assertThat(reader.last).isGreaterThanOrEqualTo(200_000);
          assertThat(direct(server) - directBefore).isLessThan(32L << 20);
          reader.leave();
        }
        long busyMicros = other.p99Micros();
        System.out.printf(
            "p99 of another room: %d us alone, %d us beside %d catch-ups of 200,000%n",
            calmMicros, busyMicros, CATCH_UPS);
        assertThat(busyMicros).as("another room goes on").isBetween(1L, 1_100_000L);
      }
    }
  }

  private static void fillFast(Crowd talkers, long messages) {
    Crowd.Member talker = talkers.join("/ws?name=fill&room=r", -1);
    assertThat(talkers.readUntil(() -> talker.caughtUp, 10_000)).isTrue();
    for (long sent = 0; sent < messages; sent += 2_000) {
      for (int i = 0; i < 2_000; i++) {
        talker.say("{\"type\":\"chat\",\"message\":\"" + "m".repeat(60) + "\"}");
        if (i % 100 == 0) {
          talkers.readFor(0);
        }
      }
      long due = sent + 2_000;
      assertThat(talkers.readUntil(() -> talker.last >= due, 30_000)).isTrue();
    }
  }

  private static long direct(ParlorProcess server) {
    return (long) server.metric("parlor_network_buffer_bytes");
  }
}
