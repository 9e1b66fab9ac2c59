package chat.parlor.bench.jmh;

import chat.parlor.protocol.ChatEntry;
import chat.parlor.protocol.Decoded;
import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.codec.EntryCodec;
import chat.parlor.protocol.codec.FrameDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a message costs on its way in and once when it is stored. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CodecBenchmark {
  private static final String ID = "0198c5b2-7a4e-7d3c-8f00-000000000001";

  /** Hundred characters: ASCII is copied, Chinese is encoded. */
  @Param({"hello", "你好"})
  private String word = "";

  private final FrameDecoder decoder = new FrameDecoder(1_000);
  private String text = "";
  private byte[] frame = {};
  private byte[] plain = {};

  /** Makes what is decoded and encoded. */
  @Setup
  public void prepare() {
    text = word.repeat(100 / word.length());
    plain = text.getBytes(StandardCharsets.UTF_8);
    frame =
        "{\"type\":\"chat\",\"ref\":17,\"room\":\"tea\",\"id\":\"%s\",\"message\":\"%s\"}"
            .formatted(ID, text)
            .getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public Decoded decodeChatFrame() {
    return decoder.decode(frame, Dialect.V1);
  }

  @Benchmark
  public Decoded decodePlainText() {
    return decoder.decode(plain, Dialect.TUTORIAL);
  }

  @Benchmark
  public byte[] encodeEntry() {
    return EntryCodec.encode(
        new ChatEntry(
            "tea",
            1_234_567,
            1_764_000_000_000L,
            "g-7f3a0011223344",
            "张三",
            text,
            Optional.of(ID),
            OptionalLong.empty()));
  }
}
