package chat.parlor.e2e;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A WebSocket client of literal frames over a plain socket: no help, no code of the server. For one
 * thread.
 */
public final class Probe implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int DEFAULT_MILLIS = 5_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;

  /** The status line and headers of the answer. */
  private final String head;

  /** Answers pings by itself. */
  public boolean answersPings = true;

  private Probe(int port, String path, List<String> headers, int receiveBuffer) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEFAULT_MILLIS);
    socket.setSoTimeout(DEFAULT_MILLIS);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    byte[] key = new byte[16];
    ThreadLocalRandom.current().nextBytes(key);
    List<String> lines =
        new ArrayList<>(
            List.of(
                "GET " + path + " HTTP/1.1",
                "Host: 127.0.0.1:" + port,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(key)));
    lines.addAll(headers);
    raw((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    head = readHead(in);
  }

  private Probe(int port, byte[] request) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEFAULT_MILLIS);
    socket.setSoTimeout(DEFAULT_MILLIS);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    raw(request);
    head = readHead(in);
  }

  /** A WebSocket whose handshake, and what may follow it in the same packet, are these bytes. */
  public static Probe after(int port, byte[] request) {
    try {
      return new Probe(port, request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A WebSocket on this path; fails unless the answer is 101. */
  public static Probe open(int port, String path, String... headers) {
    return open(port, path, 0, headers);
  }

  /** The same with a small receive buffer, so that not reading is felt by the server. */
  public static Probe open(int port, String path, int receiveBuffer, String... headers) {
    try {
      Probe probe = new Probe(port, path, List.of(headers), receiveBuffer);
      if (probe.status() != 101) {
        throw new AssertionError("handshake refused: " + probe.head);
      }
      return probe;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A handshake whatever its answer. */
  public static Probe handshake(int port, String path, String... headers) {
    try {
      return new Probe(port, path, List.of(headers), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  public int status() {
    return head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : -1;
  }

  /** The status line and headers of the handshake's answer. */
  public String head() {
    return head;
  }

  /** Sends bytes as they are. */
  public void raw(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of one masked frame: opcode with FIN and reserved bits as given. */
  public static byte[] frame(int firstByte, byte[] payload) {
    int length = payload.length;
    int extra = length < 126 ? 0 : length < 65_536 ? 2 : 8;
    byte[] frame = new byte[2 + extra + 4 + length];
    frame[0] = (byte) firstByte;
    frame[1] = (byte) (0x80 | (extra == 0 ? length : extra == 2 ? 126 : 127));
    for (int i = 0; i < extra; i++) {
      frame[2 + i] = (byte) ((long) length >>> (8 * (extra - 1 - i)));
    }
    byte[] mask = {0x37, (byte) 0xfa, 0x21, 0x3d};
    System.arraycopy(mask, 0, frame, 2 + extra, 4);
    for (int i = 0; i < length; i++) {
      frame[6 + extra + i] = (byte) (payload[i] ^ mask[i & 3]);
    }
    return frame;
  }

  /** Sends one whole text frame. */
  public void say(String text) {
    raw(frame(0x81, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A frame from the server. */
  public record Frame(int opcode, byte[] payload) {
    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a Close frame; 1005 when it has none. */
    public int closeCode() {
      return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }

    /** The reason of a Close frame. */
    public String closeReason() {
      return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
  }

  /** The next frame of any kind, or null at the end of the stream. */
  public @Nullable Frame next(int timeoutMillis) {
    try {
      socket.setSoTimeout(Math.max(1, timeoutMillis));
      int first = in.read();
      if (first < 0) {
        return null;
      }
      int length = in.readUnsignedByte();
      long size = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
      byte[] payload = new byte[Math.toIntExact(size)];
      in.readFully(payload);
      return new Frame(first & 0x0f, payload);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing came within " + timeoutMillis + " ms");
    } catch (EOFException e) {
      return null;
    } catch (IOException e) {
      return null; // a reset
    }
  }

  /** The next text message as JSON; pings are answered on the way. */
  public JsonNode message() {
    while (true) {
      Frame frame = next(DEFAULT_MILLIS);
      if (frame == null) {
        throw new AssertionError("the connection ended");
      }
      switch (frame.opcode()) {
        case 1 -> {
          return JSON.readTree(frame.text());
        }
        case 8 ->
            throw new AssertionError("closed " + frame.closeCode() + " " + frame.closeReason());
        case 9 -> {
          if (answersPings) {
            raw(frame(0x8a, frame.payload()));
          }
        }
        default -> {}
      }
    }
  }

  /** The next message of this type. */
  public JsonNode await(String type) {
    return await(message -> message.path("type").asString().equals(type));
  }

  /** The next message for which this holds; others are passed over. */
  public JsonNode await(Predicate<JsonNode> wanted) {
    long until = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() - until < 0) {
      JsonNode message = message();
      if (wanted.test(message)) {
        return message;
      }
    }
    throw new AssertionError("not seen within 10 s");
  }

  /** The Close frame that comes next among other frames. */
  public Frame awaitClose() {
    while (true) {
      Frame frame = next(DEFAULT_MILLIS);
      if (frame == null) {
        throw new AssertionError("ended without a Close frame");
      }
      if (frame.opcode() == 8) {
        return frame;
      }
    }
  }

  /** Whether the stream ends within this time; what still comes is passed over. */
  public boolean endsWithin(int millis) {
    long until = System.nanoTime() + millis * 1_000_000L;
    try {
      while (System.nanoTime() - until < 0) {
        socket.setSoTimeout((int) Math.max(1, (until - System.nanoTime()) / 1_000_000));
        if (in.read() < 0) {
          return true;
        }
      }
      return false;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
