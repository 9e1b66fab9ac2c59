package chat.parlor.bench.load;

/**
 * Socket.IO 5 over Engine.IO 4, on a WebSocket from the start: packets are texts whose first digits
 * say what they are.
 */
public final class SocketIoDialect implements Dialect {
  private static final byte[] OPEN = Bytes.of("0{");
  private static final byte[] PING = Bytes.of("2");
  private static final byte[] CONNECTED = Bytes.of("40");
  private static final byte[] EVENT = Bytes.of("42");

  @Override
  public String path(Crowd crowd, Seat seat) {
    return "/socket.io/?EIO=4&transport=websocket";
  }

  @Override
  public void heard(Client client, byte[] bytes, int from, int to) {
    if (Bytes.startsWith(bytes, from, to, EVENT)) {
      client.receivedUnnumbered(bytes, from, to);
    } else if (Bytes.startsWith(bytes, from, to, OPEN)) {
      client.say("40");
    } else if (Bytes.startsWith(bytes, from, to, CONNECTED)) {
      client.enteredTheOneRoom();
    } else if (Bytes.startsWith(bytes, from, to, PING)) {
      client.say("3");
    }
  }

  @Override
  public String message(Client client, int room, String text) {
    return "42[\"chat message\",\"" + text + "\"]";
  }
}
