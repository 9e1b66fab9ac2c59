package chat.parlor.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of one room that speaks enough of the wire, and does one thing wrong, once. */
final class FakeServer implements AutoCloseable {
  /** The message it does it with. */
  private static final int WHEN = 5;

  private static final Pattern ROOM = Pattern.compile("room=([^& ]+)");
  private static final Pattern MESSAGE = Pattern.compile("\"message\":\"([^\"]+)\"");

  /** What goes wrong. */
  enum Wrong {
    NOTHING,
    /** One number is left out for everybody. */
    SKIPS_A_NUMBER,
    /** One client does not get one message. */
    LOSES_ONE_FOR_ONE,
    /** One client gets one message twice. */
    DOUBLES_ONE_FOR_ONE,
    /** Nothing more is sent, and nobody is told. */
    FALLS_SILENT,
    /** One client's connection ends. */
    DROPS_ONE
  }

  private final ServerSocket listening;
  private final Wrong wrong;
  private final List<Socket> members = new CopyOnWriteArrayList<>();

  /** Guarded by this. */
  private int head;

  FakeServer(Wrong wrong) throws IOException {
    this.wrong = wrong;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "ws://127.0.0.1:" + listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      StringBuilder request = new StringBuilder();
      while (request.indexOf("\r\n\r\n") < 0) {
        request.append((char) in.readUnsignedByte());
      }
      Matcher name = ROOM.matcher(request);
      String room = name.find() ? name.group(1) : "";
      greet(socket, room);
      while (true) {
        publish(room, frame(in));
      }
    } catch (IOException e) {
      members.remove(socket);
    }
  }

  private synchronized void greet(Socket socket, String room) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    String where = "\"room\":\"" + room + "\",";
    say(socket, "{\"type\":\"joined\"," + where + "\"epoch\":\"e\",\"head\":" + head + "}");
    say(socket, "{\"type\":\"caughtUp\"," + where + "\"seq\":" + head + "}");
    members.add(socket);
  }

  private static String frame(DataInputStream in) throws IOException {
    in.readUnsignedByte();
    int size = in.readUnsignedByte() & 0x7f;
    size = size == 126 ? in.readUnsignedShort() : size;
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(size);
    for (int i = 0; i < size; i++) {
      payload[i] ^= mask[i & 3];
    }
    return new String(payload, StandardCharsets.UTF_8);
  }

  private synchronized void publish(String room, String frame) throws IOException {
    Matcher message = MESSAGE.matcher(frame);
    if (!message.find()) {
      return;
    }
    head++;
    boolean now = head == WHEN;
    if (now && wrong == Wrong.SKIPS_A_NUMBER) {
      head++;
    }
    if (wrong == Wrong.FALLS_SILENT && head >= WHEN) {
      return;
    }
    String text =
        "{\"type\":\"chat\",\"room\":\"%s\",\"seq\":%d,\"message\":\"%s\"}"
            .formatted(room, head, message.group(1));
    for (Socket member : members) {
      boolean one = now && member.equals(members.getLast());
      if (one && wrong == Wrong.DROPS_ONE) {
        member.close();
        continue;
      }
      if (!one || wrong != Wrong.LOSES_ONE_FOR_ONE) {
        say(member, text);
      }
      if (one && wrong == Wrong.DOUBLES_ONE_FOR_ONE) {
        say(member, text);
      }
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 4);
    frame.put((byte) 0x81);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else {
      frame.put((byte) 126).putShort((short) payload.length);
    }
    frame.put(payload);
    socket.getOutputStream().write(frame.array(), 0, frame.position());
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket member : members) {
      member.close();
    }
  }
}
