package chat.parlor.bench.load;

/** STOMP 1.2 over a WebSocket, as Spring's guide uses it: sent to {@code /app}, read at a topic. */
public final class StompDialect implements Dialect {
  private static final byte[] CONNECTED = Bytes.of("CONNECTED");
  private static final byte[] MESSAGE = Bytes.of("MESSAGE");
  private static final byte[] ERROR = Bytes.of("ERROR");

  @Override
  public String path(Crowd crowd, Seat seat) {
    return "/ws";
  }

  @Override
  public String subprotocol() {
    return "v12.stomp";
  }

  @Override
  public void opened(Client client) {
    client.say("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\n\n\0");
  }

  @Override
  public void heard(Client client, byte[] bytes, int from, int to) {
    if (Bytes.startsWith(bytes, from, to, MESSAGE)) {
      client.receivedUnnumbered(bytes, from, to);
    } else if (Bytes.startsWith(bytes, from, to, CONNECTED)) {
      client.say("SUBSCRIBE\nid:0\ndestination:/topic/chat\n\n\0");
      client.enteredTheOneRoom();
    } else if (Bytes.startsWith(bytes, from, to, ERROR)) {
      client.crowd().fault(Bytes.text(bytes, from, to));
    }
  }

  @Override
  public String message(Client client, int room, String text) {
    return "SEND\ndestination:/app/chat\ncontent-type:text/plain\n\n" + text + "\0";
  }
}
