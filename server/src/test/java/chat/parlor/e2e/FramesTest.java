package chat.parlor.e2e;

import static chat.parlor.e2e.Probe.frame;
import static chat.parlor.e2e.Wire.bytes;
import static chat.parlor.e2e.Wire.closedOnce;
import static chat.parlor.e2e.Wire.joined;
import static chat.parlor.e2e.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** WebSocket frames as bytes: which are understood, and with which code the others end. */
class FramesTest {
  private static final int LIMIT = 8_048;
  private static final int TEXT = 0x81;
  private static final int TEXT_BEGINS = 0x01;
  private static final int GOES_ON = 0x00;
  private static final int ENDS = 0x80;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final byte[] NONE = {};

  @RegisterExtension static final OneServer server = OneServer.withoutLimits();

  @Test
  void framesThatBreakTheProtocolEndTheConnection() {
    Map<String, byte[]> broken = new LinkedHashMap<>();
    broken.put("unmasked", bytes(0x81, 0x02, 'h', 'i'));
    broken.put("RSV1", frame(0xc1, utf8("hi")));
    broken.put("RSV2", frame(0xa1, utf8("hi")));
    broken.put("RSV3", frame(0x91, utf8("hi")));
    broken.put("RSV1 on a ping", frame(0xc9, NONE));
    broken.put("RSV1 on a continuation", joined(frame(0x01, utf8("h")), frame(0xc0, utf8("i"))));
    for (int opcode : List.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)) {
      broken.put("opcode " + opcode, frame(0x80 | opcode, utf8("hi")));
    }
    broken.put("ping of 126 bytes", frame(PING, new byte[126]));
    broken.put("fragmented ping", frame(0x09, utf8("hi")));
    broken.put("close of 1 byte", frame(CLOSE, bytes(3)));
    broken.put("continuation without a start", frame(ENDS, utf8("hi")));
    broken.put(
        "text inside a fragmented message",
        joined(frame(TEXT_BEGINS, utf8("h")), frame(TEXT, utf8("i"))));
    broken.put(
        "length with the top bit set", bytes(0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4));
    broken.put(
        "64 bits of length for 5 bytes",
        joined(bytes(0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0), utf8("hello")));
    broken.put(
        "16 bits of length for 5 bytes",
        joined(bytes(0x81, 0xfe, 0, 5, 0, 0, 0, 0), utf8("hello")));
    for (int code : List.of(0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535)) {
      broken.put("close code " + code, frame(CLOSE, bytes(code >> 8, code & 0xff)));
    }
    endEachWith(1002, broken);
  }

  @Test
  void textThatIsNoUtf8EndsTheConnection() {
    Map<String, byte[]> broken = new LinkedHashMap<>();
    broken.put("0xff", frame(TEXT, bytes('h', 0xff)));
    broken.put("overlong", frame(TEXT, bytes(0xc0, 0xaf)));
    broken.put("a surrogate", frame(TEXT, bytes(0xed, 0xa0, 0x80)));
    broken.put("above U+10FFFF", frame(TEXT, bytes(0xf4, 0x90, 0x80, 0x80)));
    broken.put("cut at the end", frame(TEXT, bytes('h', 0xe4, 0xbd)));
    broken.put(
        "cut over fragments",
        joined(frame(TEXT_BEGINS, bytes(0xe4, 0xbd)), frame(ENDS, bytes(0xff))));
    broken.put(
        "cut at the end of fragments",
        joined(frame(TEXT_BEGINS, bytes('h')), frame(ENDS, bytes(0xe4, 0xbd))));
    broken.put("in the reason of a close", frame(CLOSE, bytes(3, 0xe8, 0xff, 0xfe)));
    endEachWith(1007, broken);
  }

  @Test
  void framesThatAreTooBigEndTheConnection() {
    Map<String, byte[]> big = new LinkedHashMap<>();
    big.put("one byte over the limit", frame(TEXT, utf8(padded(LIMIT + 1))));
    byte[] most = utf8(padded(LIMIT + 1));
    big.put(
        "fragments one byte over the limit",
        joined(
            frame(TEXT_BEGINS, Arrays.copyOf(most, LIMIT - 10)),
            frame(ENDS, Arrays.copyOfRange(most, LIMIT - 10, LIMIT + 1))));
    big.put(
        "2^63-1 declared",
        bytes(0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4));
    endEachWith(1009, big);
  }

  @Test
  void binaryFramesEndTheConnection() {
    endEachWith(1003, Map.of("binary", frame(0x82, utf8("{\"type\":\"ping\"}"))));
  }

  @Test
  void tooManyFragmentsEndTheConnection() {
    byte[] empty = frame(GOES_ON, NONE);
    byte[][] endless = new byte[1_000][];
    Arrays.fill(endless, empty);
    byte[][] all = Arrays.copyOf(endless, 64);
    endEachWith(
        1008,
        Map.of(
            "65 fragments", joined(frame(TEXT_BEGINS, utf8("{")), joined(all)),
            "endless empty ones", joined(frame(TEXT_BEGINS, NONE), joined(endless))));
  }

  @Test
  void aFrameOfExactlyTheLimitIsUnderstood() {
    try (Probe probe = open()) {
      probe.say(padded(LIMIT));
      probe.await("pong");
      byte[] whole = utf8(padded(LIMIT));
      probe.raw(frame(TEXT_BEGINS, Arrays.copyOf(whole, 5_000)));
      probe.raw(frame(ENDS, Arrays.copyOfRange(whole, 5_000, LIMIT)));
      probe.await("pong");
    }
  }

  @Test
  void sixtyFourFragmentsWithAPingInsideAreOneMessage() {
    try (Probe probe = open()) {
      byte[] text = utf8("{\"type\":\"chat\",\"message\":\"碎片碎片碎片碎片碎片\"}");
      probe.raw(frame(TEXT_BEGINS, Arrays.copyOf(text, 1)));
      for (int i = 1; i < 63; i++) {
        probe.raw(frame(GOES_ON, i < text.length ? new byte[] {text[i]} : NONE));
        if (i == 30) {
          probe.raw(frame(PING, utf8("inside")));
        }
      }
      probe.raw(frame(ENDS, NONE));
      Probe.Frame pong = probe.next(5_000);
      while (pong != null && pong.opcode() != 10) {
        pong = probe.next(5_000);
      }
      assertThat(pong == null ? "" : pong.text()).isEqualTo("inside");
      assertThat(probe.await("chat").path("message").asString()).isEqualTo("碎片碎片碎片碎片碎片");
    }
  }

  @Test
  void howBytesAreCutIntoPacketsDoesNotMatter() {
    try (Probe probe = open()) {
      for (byte one : frame(TEXT, utf8("{\"type\":\"ping\",\"ref\":\"你\"}"))) {
        probe.raw(new byte[] {one});
      }
      assertThat(probe.await("pong").path("ref").asString()).isEqualTo("你");
      probe.raw(
          joined(
              frame(TEXT, utf8("{\"type\":\"ping\",\"ref\":1}")),
              frame(TEXT, utf8("{\"type\":\"ping\",\"ref\":2}"))));
      assertThat(probe.await("pong").path("ref").asInt()).isEqualTo(1);
      assertThat(probe.await("pong").path("ref").asInt()).isEqualTo(2);
    }
  }

  @Test
  void aFrameInThePacketOfTheHandshakeIsAnswered() {
    String request =
        String.join(
            "\r\n",
            "GET /ws?room=packed HTTP/1.1",
            "Host: a",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");
    byte[] chat = frame(TEXT, utf8("{\"type\":\"chat\",\"message\":\"early\",\"ref\":1}"));
    byte[] ping = frame(TEXT, utf8("{\"type\":\"ping\",\"ref\":2}"));
    try (Probe probe = Probe.after(server.port(), joined(utf8(request), chat, ping))) {
      assertThat(probe.status()).isEqualTo(101);
      assertThat(probe.message().path("type").asString()).isEqualTo("welcome");
      assertThat(probe.message().path("type").asString()).isEqualTo("joined");
      JsonNode ack = probe.await("ack");
      assertThat(ack.path("room").asString()).isEqualTo("packed");
    }
  }

  @Test
  void aCloseIsAnsweredWithItsOwnCode() {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    for (int code : List.of(1000, 1001, 1008, 1011, 3000, 4000, 4999)) {
      rows.put(
          "code " + code,
          () -> {
            try (Probe probe = open()) {
              probe.raw(frame(CLOSE, joined(bytes(code >> 8, code & 0xff), utf8("bye 再见"))));
              assertThat(closedOnce(probe).closeCode()).isEqualTo(code);
            }
          });
    }
    rows.put(
        "none",
        () -> {
          try (Probe probe = open()) {
            probe.raw(frame(CLOSE, NONE));
            assertThat(closedOnce(probe).payload()).isEmpty();
          }
        });
    rows.put(
        "twice, and frames after it",
        () -> {
          try (Probe probe = open()) {
            byte[] close = frame(CLOSE, bytes(3, 0xe8));
            byte[] chat = frame(TEXT, utf8("not after the end"));
            probe.raw(joined(close, chat, frame(PING, NONE), close));
            assertThat(closedOnce(probe).closeCode()).isEqualTo(1000);
          }
        });
    Wire.each(rows);
  }

  @Test
  void afterAnAnsweredCloseTheServerEndsTheConnectionAtOnce() {
    try (Probe probe = open()) {
      probe.raw(frame(CLOSE, bytes(3, 0xe8)));
      probe.awaitClose();
      assertThat(probe.endsWithin(700)).isTrue();
    }
  }

  @Test
  void aFloodOfPingsEndsTheConnectionAndIsNotAnsweredWithoutEnd() {
    try (Probe probe = open()) {
      byte[] ping = frame(PING, utf8("x"));
      Thread.startVirtualThread(() -> {
        try {
          for (int i = 0; i < 10_000; i++) {
            probe.raw(ping);
          }
        } catch (java.io.UncheckedIOException gone) {
          // cut off on the way
        }
      });
      int pongs = 0;
      Probe.Frame frame = probe.next(5_000);
      while (frame != null && frame.opcode() != 8) {
        pongs += frame.opcode() == 10 ? 1 : 0;
        frame = probe.next(5_000);
      }
      assertThat(frame == null ? 0 : frame.closeCode()).isEqualTo(4029);
      assertThat(pongs).isLessThan(200);
      assertThat(probe.endsWithin(2_000)).isTrue();
    }
  }

  private static void endEachWith(int code, Map<String, byte[]> inputs) {
    Map<String, Wire.Row> rows = new LinkedHashMap<>();
    inputs.forEach((title, input) ->
        rows.put(
            title,
            () -> {
              try (Probe probe = open()) {
                probe.raw(input);
                assertThat(closedOnce(probe).closeCode()).isEqualTo(code);
              }
            }));
    Wire.each(rows);
  }

  private static Probe open() {
    Probe probe = Probe.open(server.port(), "/ws?room=frames" + System.nanoTime());
    probe.await("caughtUp");
    return probe;
  }

  /** A ping of exactly so many bytes. */
  private static String padded(int bytes) {
    String ping = "{\"type\":\"ping\",\"x\":\"\"}";
    return ping.replace("\"\"", '"' + "a".repeat(bytes - ping.length()) + '"');
  }
}
