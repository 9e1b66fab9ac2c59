package chat.parlor.bench.floor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection of the floor. */
final class FloorClient {
  static final int HEADER_MOST = 10;

  /** What a client may leave untaken; past it the connection ends. */
  private static final int REST_MOST = 64 << 20;

  private static final Pattern ROOM = Pattern.compile("[?&]room=([^& ]+)");
  private static final Pattern NAME = Pattern.compile("[?&]name=([^& ]+)");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  /** The answer to the one key that the bench uses. */
  private static final byte[] SWITCHING =
      """
      HTTP/1.1 101 Switching Protocols\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
      \r
      """
          .getBytes(StandardCharsets.UTF_8);

  private final Floor floor;
  private final SocketChannel channel;
  private final List<FloorRoom> joined = new ArrayList<>(1);
  private @Nullable SelectionKey key;
  private String user = "";
  private boolean upgraded;
  private byte[] partial = {};
  private byte[] rest = {};
  private ByteBuffer answers = ByteBuffer.allocate(0);

  FloorClient(Floor floor, SocketChannel channel) {
    this.floor = floor;
    this.channel = channel;
  }

  void attached(SelectionKey itsKey) {
    key = itsKey;
  }

  void read(ByteBuffer buffer, byte[] bytes) throws IOException {
    System.arraycopy(partial, 0, bytes, 0, partial.length);
    buffer.limit(bytes.length).position(partial.length);
    if (channel.read(buffer) < 0) {
      close();
      return;
    }
    int end = buffer.position();
    int at = upgraded ? 0 : upgrade(bytes, end);
    if (upgraded) {
      at = frames(bytes, at, end);
    }
    partial = at == end ? new byte[0] : Arrays.copyOfRange(bytes, at, end);
  }

  private int upgrade(byte[] bytes, int end) {
    String head = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    int over = head.indexOf("\r\n\r\n");
    if (over < 0) {
      return 0;
    }
    upgraded = true;
    user = first(NAME, head);
    write(ByteBuffer.wrap(SWITCHING));
    join(first(ROOM, head));
    return over + 4;
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "lobby";
  }

  private void join(String name) {
    FloorRoom room = floor.room(name);
    room.add(this);
    joined.add(room);
    String where = "\"room\":\"" + name + "\",";
    say("{\"type\":\"joined\"," + where + "\"epoch\":\"e\",\"head\":" + room.head() + "}");
    say("{\"type\":\"caughtUp\"," + where + "\"seq\":" + room.head() + "}");
  }

  private int frames(byte[] bytes, int from, int end) {
    int at = from;
    while (end - at >= 6) {
      int size = bytes[at + 1] & 0x7f;
      int header = 6;
      if (size == 126) {
        size = ((bytes[at + 2] & 0xff) << 8) | (bytes[at + 3] & 0xff);
        header = 8;
      }
      if (end - at < header + size) {
        break;
      }
      for (int i = 0; i < size; i++) {
        bytes[at + header + i] ^= bytes[at + header - 4 + (i & 3)];
      }
      if ((bytes[at] & 0x0f) == 1) {
        heard(new String(bytes, at + header, size, StandardCharsets.UTF_8));
      }
      at += header + size;
    }
    return at;
  }

  private void heard(String text) {
    if (text.startsWith("{\"type\":\"join\"")) {
      Matcher names = QUOTED.matcher(text.substring(text.indexOf('[')));
      names.results().forEach(found -> join(found.group(1)));
      return;
    }
    FloorRoom room = floor.room(field(text, "\"room\":\""));
    if (room.isEmpty()) {
      floor.moved(room);
    }
    String id = field(text, "\"id\":\"");
    long seq = room.add(user, id, field(text, "\"message\":\""));
    answer("{\"type\":\"ack\",\"id\":\"%s\",\"seq\":%d}".formatted(id, seq));
  }

  /** Says this at the end of the turn, with the other answers of the turn. */
  private void answer(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    if (answers.remaining() < payload.length + HEADER_MOST) {
      ByteBuffer larger =
          ByteBuffer.allocate(2 * answers.capacity() + payload.length + HEADER_MOST);
      answers = larger.put(answers.flip());
    }
    if (answers.position() == 0) {
      floor.answers(this);
    }
    frame(answers, payload);
  }

  void sendAnswers() {
    write(answers.flip());
    answers.clear();
  }

  private static String field(String text, String name) {
    int at = text.indexOf(name);
    int begin = at + name.length();
    return at < 0 ? "" : text.substring(begin, text.indexOf('"', begin));
  }

  private void say(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + HEADER_MOST);
    frame(frame, payload);
    write(frame.flip());
  }

  /** Appends a text frame of a server. */
  static void frame(ByteBuffer out, byte[] payload) {
    out.put((byte) 0x81);
    if (payload.length < 126) {
      out.put((byte) payload.length);
    } else {
      out.put((byte) 126).putShort((short) payload.length);
    }
    out.put(payload);
  }

  void write(ByteBuffer bytes) {
    try {
      if (rest.length == 0) {
        channel.write(bytes);
      }
      if (bytes.hasRemaining()) {
        keep(bytes);
      }
    } catch (IOException e) {
      close();
    }
  }

  private void keep(ByteBuffer bytes) throws IOException {
    if (rest.length + bytes.remaining() > REST_MOST) {
      throw new IOException("a client that takes nothing");
    }
    int before = rest.length;
    rest = Arrays.copyOf(rest, before + bytes.remaining());
    bytes.get(rest, before, bytes.remaining());
    interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  void writeRest() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(rest);
    channel.write(bytes);
    rest = Arrays.copyOfRange(rest, bytes.position(), rest.length);
    if (rest.length == 0) {
      interest(SelectionKey.OP_READ);
    }
  }

  private void interest(int operations) {
    if (key != null && key.isValid()) {
      key.interestOps(operations);
    }
  }

  void close() {
    joined.forEach(room -> room.remove(this));
    joined.clear();
    try {
      channel.close();
    } catch (IOException e) {
      System.err.println("a socket could not be closed: " + e.getMessage());
    }
  }
}
