package peer;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import java.net.ServerSocket;

/** netty-socketio as its demo does: what one says is sent to everybody. */
public final class Chat {
  private Chat() {}

  public static void main(String[] arguments) throws Exception {
    Configuration config = new Configuration();
    config.setHostname("127.0.0.1");
    try (ServerSocket free = new ServerSocket(0)) {
      config.setPort(free.getLocalPort());
    }
    SocketIOServer server = new SocketIOServer(config);
    server.addEventListener(
        "chat message",
        String.class,
        (client, message, ack) ->
            server.getBroadcastOperations().sendEvent("chat message", message));
    server.start();
    System.out.println("http://127.0.0.1:" + config.getPort());
  }
}
