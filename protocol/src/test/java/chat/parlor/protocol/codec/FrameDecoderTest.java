package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.parlor.protocol.Decoded;
import chat.parlor.protocol.Decoded.Said;
import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.Refusal;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private static final int MOST_FRAME_BYTES = 8_048;
  private static final long MOST_ALLOCATED_BYTES = 1 << 20;

  private final FrameDecoder decoder = new FrameDecoder(1_000);

  @Test
  void aLimitOfZeroMeansNone() {
    byte[] plain = "a".repeat(100_000).getBytes(UTF_8);
    byte[] json =
        ("{\"type\":\"chat\",\"message\":\"" + "a".repeat(100_000) + "\"}").getBytes(UTF_8);
    FrameDecoder unlimited = new FrameDecoder(0);
    assertThat(unlimited.decode(plain, Dialect.TUTORIAL)).isInstanceOf(Said.class);
    assertThat(unlimited.decode(json, Dialect.V1)).isInstanceOf(Said.class);
  }

  @Test
  void aNegativeLimitIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new FrameDecoder(-1));
  }

  @Test
  void anyBytesAreAnsweredWithoutAnExceptionOrMuchMemory() {
    Random random = new Random(3);
    List<byte[]> seeds = seeds();
    for (byte[] seed : seeds) {
      decoder.decode(seed, Dialect.V1);
    }
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = i % 8 == 0 ? noise(random) : mutant(seeds, random);
      for (Dialect dialect : Dialect.values()) {
        long before = allocatedBytes();
        Decoded decoded = decoder.decode(bytes, dialect);
        long allocated = allocatedBytes() - before;
        assertThat(decoded).isNotNull();
        assertThat(allocated).as(() -> new String(bytes, UTF_8)).isLessThan(MOST_ALLOCATED_BYTES);
      }
    }
  }

  @Test
  void bytesThatLookLikeUtf16OrUtf32AreNoJson() {
    for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      byte[] bytes = "{\"type\":\"ping\"}".getBytes(Charset.forName(charset));
      assertThat(decoder.decode(bytes, Dialect.V1))
          .as(charset)
          .isEqualTo(new Decoded.Wrong(Optional.empty(), Refusal.BAD_JSON, Optional.empty()));
    }
  }

  private static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (Vectors.Vector vector : ClientVectorsTest.vectors()) {
      seeds.add(vector.value("frame").getBytes(UTF_8));
    }
    return seeds;
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    if (bytes.length > 0 && random.nextBoolean()) {
      bytes[0] = '{';
    }
    return bytes;
  }

  /** A good frame with some bytes changed, cut off, or another one grafted on. */
  private static byte[] mutant(List<byte[]> seeds, Random random) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    String structure = "{}[]\",:\\ \u0000" + "0eE.-+u";
    for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) structure.charAt(random.nextInt(structure.length()));
    }
    if (random.nextInt(4) == 0) {
      byte[] other = seeds.get(random.nextInt(seeds.size()));
      int keep = random.nextInt(bytes.length + 1);
      int length = Math.min(MOST_FRAME_BYTES, keep + other.length);
      byte[] grafted = Arrays.copyOf(bytes, length);
      System.arraycopy(other, 0, grafted, keep, Math.max(0, length - keep));
      return grafted;
    }
    return bytes;
  }

  private static long allocatedBytes() {
    return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getCurrentThreadAllocatedBytes();
  }
}
