package chat.parlor.bench.floor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One thread: it reads what is there, then writes each room's new frames to each member once. */
public final class Floor {
  private static final int BACKLOG = 4_096;

  private final Selector selector;
  private final ServerSocketChannel listening;
  private final byte[] scratch = new byte[1 << 18];
  private final ByteBuffer reading = ByteBuffer.wrap(scratch);
  private final Map<String, FloorRoom> rooms = new HashMap<>();
  private final List<FloorRoom> moved = new ArrayList<>();
  private final List<FloorClient> answering = new ArrayList<>();

  private Floor(int port) throws IOException {
    selector = Selector.open();
    listening = ServerSocketChannel.open();
    listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    listening.configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Runs until the process is ended. Prints its address first. */
  public static void run(int port) throws IOException {
    Floor floor = new Floor(port);
    InetSocketAddress address = (InetSocketAddress) floor.listening.getLocalAddress();
    System.out.println("The floor: ws://127.0.0.1:" + address.getPort() + "/ws");
    while (true) {
      floor.turn();
    }
  }

  private void turn() throws IOException {
    selector.select(this::serve, 1_000);
    for (int i = 0; i < answering.size(); i++) {
      answering.get(i).sendAnswers();
    }
    answering.clear();
    for (int i = 0; i < moved.size(); i++) {
      moved.get(i).send();
    }
    moved.clear();
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        FloorClient client = (FloorClient) key.attachment();
        if (key.isWritable()) {
          client.writeRest();
        }
        if (key.isValid() && key.isReadable()) {
          client.read(reading, scratch);
        }
      }
    } catch (IOException e) {
      if (key.attachment() instanceof FloorClient client) {
        client.close();
      }
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = listening.accept();
    while (channel != null) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      FloorClient client = new FloorClient(this, channel);
      client.attached(channel.register(selector, SelectionKey.OP_READ, client));
      channel = listening.accept();
    }
  }

  FloorRoom room(String name) {
    return rooms.computeIfAbsent(name, FloorRoom::new);
  }

  /** The room has something to send at the end of this turn. */
  void moved(FloorRoom room) {
    moved.add(room);
  }

  /** The client has answers to be sent at the end of this turn. */
  void answers(FloorClient client) {
    answering.add(client);
  }
}
