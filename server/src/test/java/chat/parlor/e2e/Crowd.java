package chat.parlor.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Many WebSocket clients on one thread, each of which checks that the numbers of its room come one
 * by one. Shares no code with the server.
 */
final class Crowd implements AutoCloseable {
  private final int port;
  private final Selector selector;
  private final List<Member> members = new ArrayList<>();
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 18);

  Crowd(int port) {
    this.port = port;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One client in one room at a time. */
  final class Member {
    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer buffer = ByteBuffer.allocate(512);
    private boolean upgraded;

    /** Times that {@code joined} came. */
    int joins;

    /** The head that the last {@code joined} named. */
    long head;

    /** The number of the last entry, or where the subscription began; -1 before. */
    long last = -1;

    boolean caughtUp;
    boolean closed;
    long entries;

    /** What was wrong with the order of numbers: empty when nothing. */
    final List<String> wrong = new ArrayList<>();

    /** Where the next join begins; -1: at the head that {@code joined} names. */
    long after;

    Member(String path, long after, int receiveBuffer) {
      this.after = after;
      try {
        channel = SocketChannel.open();
        if (receiveBuffer > 0) {
          channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request =
            "GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void say(String text) {
      ByteBuffer frame = ByteBuffer.wrap(Probe.frame(0x81, text.getBytes(StandardCharsets.UTF_8)));
      try {
        while (frame.hasRemaining()) {
          channel.write(frame);
        }
      } catch (IOException e) {
        closed = true;
      }
    }

    /** Whether it reads what comes. */
    void reading(boolean on) {
      key.interestOps(on ? SelectionKey.OP_READ : 0);
    }

    void leave() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      closed = true;
      members.remove(this);
    }

    private void read() throws IOException {
      scratch.clear();
      int count = channel.read(scratch);
      if (count < 0) {
        closed = true;
        key.cancel();
        channel.close();
        return;
      }
      scratch.flip();
      if (buffer.remaining() < scratch.remaining()) {
        ByteBuffer larger = ByteBuffer.allocate((buffer.position() + scratch.remaining()) * 2);
        larger.put(buffer.flip());
        buffer = larger;
      }
      buffer.put(scratch);
      buffer.flip();
      if (!upgraded) {
        skipHead();
      }
      while (upgraded && frame()) {
        // the next one
      }
      buffer.compact();
    }

    private void skipHead() {
      String head = new String(buffer.array(), 0, buffer.limit(), StandardCharsets.ISO_8859_1);
      int end = head.indexOf("\r\n\r\n");
      if (end >= 0) {
        if (!head.startsWith("HTTP/1.1 101")) {
          wrong.add(head);
        }
        buffer.position(end + 4);
        upgraded = true;
      }
    }

    private boolean frame() {
      int start = buffer.position();
      if (buffer.remaining() < 2) {
        return false;
      }
      int opcode = buffer.get() & 0x0f;
      int length = buffer.get() & 0x7f;
      int more = length == 126 ? 2 : length == 127 ? 8 : 0;
      if (buffer.remaining() < more) {
        buffer.position(start);
        return false;
      }
      int size =
          more == 0 ? length : more == 2 ? buffer.getShort() & 0xffff : (int) buffer.getLong();
      if (buffer.remaining() < size) {
        buffer.position(start);
        return false;
      }
      String text = new String(buffer.array(), buffer.position(), size, StandardCharsets.UTF_8);
      buffer.position(buffer.position() + size);
      switch (opcode) {
        case 1 -> heard(text);
        case 8 -> closed = true;
        case 9 -> pong();
        default -> {}
      }
      return true;
    }

    private void pong() {
      try {
        channel.write(ByteBuffer.wrap(Probe.frame(0x8a, new byte[0])));
      } catch (IOException e) {
        closed = true;
      }
    }

    private void heard(String text) {
      if (text.startsWith("{\"type\":\"chat\"")) {
        long seq = number(text, "\"seq\":");
        if (seq != last + 1) {
          wrong.add("entry " + seq + " after " + last);
        }
        last = seq;
        entries++;
      } else if (text.startsWith("{\"type\":\"joined\"")) {
        head = number(text, "\"head\":");
        last = after >= 0 ? after : head;
        caughtUp = false;
        joins++;
      } else if (text.startsWith("{\"type\":\"caughtUp\"")) {
        if (caughtUp) {
          wrong.add("caught up twice");
        }
        if (last < head) {
          wrong.add("caught up at " + last + " below " + head);
        }
        caughtUp = true;
      } else if (text.startsWith("{\"type\":\"reset\"") || text.startsWith("{\"type\":\"error\"")) {
        wrong.add(text);
      }
    }
  }

  private static long number(String text, String name) {
    int at = text.indexOf(name) + name.length();
    int end = at;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return Long.parseLong(text.substring(at, end));
  }

  Member join(String path, long after) {
    return join(path, after, 0);
  }

  Member join(String path, long after, int receiveBuffer) {
    Member member = new Member(path, after, receiveBuffer);
    members.add(member);
    return member;
  }

  List<Member> members() {
    return members;
  }

  /** Lets everybody read until this holds; false when the time was over first. */
  boolean readUntil(BooleanSupplier done, long millis) {
    long until = System.nanoTime() + millis * 1_000_000;
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        return false;
      }
      turn();
    }
    return true;
  }

  void readFor(long millis) {
    readUntil(() -> false, millis);
  }

  private void turn() {
    try {
      selector.select(10);
      for (SelectionKey ready : selector.selectedKeys()) {
        if (ready.isValid()) {
          ((Member) ready.attachment()).read();
        }
      }
      selector.selectedKeys().clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What any of them found wrong. */
  List<String> wrong() {
    return members.stream().flatMap(member -> member.wrong.stream()).limit(10).toList();
  }

  @Override
  public void close() {
    for (Member member : List.copyOf(members)) {
      member.leave();
    }
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
