package chat.parlor.bench.load;

/** A server that gives every text frame to everybody, as it came. */
public final class PlainDialect implements Dialect {
  private final String path;

  public PlainDialect(String path) {
    this.path = path;
  }

  @Override
  public String path(Crowd crowd, Seat seat) {
    return path;
  }

  @Override
  public void opened(Client client) {
    client.enteredTheOneRoom();
  }

  @Override
  public void heard(Client client, byte[] bytes, int from, int to) {
    client.receivedUnnumbered(bytes, from, to);
  }

  @Override
  public String message(Client client, int room, String text) {
    return "{\"type\":\"chat\",\"user\":\"u0\",\"message\":\"" + text + "\"}";
  }
}
