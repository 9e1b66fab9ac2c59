package chat.parlor.bench.floor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A room: who is in it, and the frames of this turn, as the bytes that go out. */
final class FloorRoom {
  private static final int FIRST_BYTES = 1 << 16;

  private final String name;
  private final List<FloorClient> members = new ArrayList<>();
  private ByteBuffer frames = ByteBuffer.allocateDirect(FIRST_BYTES);
  private long head;

  FloorRoom(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  long head() {
    return head;
  }

  void add(FloorClient member) {
    members.add(member);
  }

  void remove(FloorClient member) {
    members.remove(member);
  }

  boolean isEmpty() {
    return frames.position() == 0;
  }

  /** Adds a message, about as long as Parlor makes it. Returns its number. */
  long add(String user, String id, String message) {
    head++;
    String text =
        "{\"type\":\"chat\",\"room\":\""
            + name
            + "\",\"seq\":"
            + head
            + ",\"time\":\"2026-01-01T00:00:00.000Z\",\"userId\":\"g-0123456789abcdef\",\"user\":\""
            + user
            + "\",\"message\":\""
            + message
            + (id.isEmpty() ? "\"}" : "\",\"clientId\":\"" + id + "\"}");
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    if (frames.remaining() < payload.length + FloorClient.HEADER_MOST) {
      ByteBuffer larger = ByteBuffer.allocateDirect(2 * frames.capacity() + payload.length);
      larger.put(frames.flip());
      frames = larger;
    }
    FloorClient.frame(frames, payload);
    return head;
  }

  void send() {
    frames.flip();
    for (int i = members.size() - 1; i >= 0; i--) {
      members.get(i).write(frames.duplicate());
    }
    frames.clear();
  }
}
