package peer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** Spring's WebSocket handler as tutorials write it: a list of sessions, and a loop over it. */
@SpringBootApplication
@EnableWebSocket
public class Chat implements WebSocketConfigurer {

  public static void main(String[] arguments) {
    SpringApplication app = new SpringApplication(Chat.class);
    app.setDefaultProperties(Map.of("server.address", "127.0.0.1", "server.port", "0"));
    String port = app.run(arguments).getEnvironment().getProperty("local.server.port");
    System.out.println("http://127.0.0.1:" + port);
  }

  @Override
  public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
    registry.addHandler(new Handler(), "/ws");
  }

  private static final class Handler extends TextWebSocketHandler {
    private final List<WebSocketSession> sessions = new CopyOnWriteArrayList<>();

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
      sessions.add(session);
    }

    @Override
    protected void handleTextMessage(WebSocketSession from, TextMessage message) throws Exception {
      for (WebSocketSession session : sessions) {
        if (session.isOpen()) {
          session.sendMessage(message);
        }
      }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
      sessions.remove(session);
    }
  }
}
