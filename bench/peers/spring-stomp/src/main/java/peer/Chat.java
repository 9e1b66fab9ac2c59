package peer;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.stereotype.Controller;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** Spring's STOMP with its simple broker, as its guide does. */
@SpringBootApplication
@EnableWebSocketMessageBroker
public class Chat implements WebSocketMessageBrokerConfigurer {

  public static void main(String[] arguments) {
    SpringApplication app = new SpringApplication(Chat.class);
    app.setDefaultProperties(Map.of("server.address", "127.0.0.1", "server.port", "0"));
    String port = app.run(arguments).getEnvironment().getProperty("local.server.port");
    System.out.println("http://127.0.0.1:" + port);
  }

  @Override
  public void configureMessageBroker(MessageBrokerRegistry config) {
    config.enableSimpleBroker("/topic");
    config.setApplicationDestinationPrefixes("/app");
  }

  @Override
  public void registerStompEndpoints(StompEndpointRegistry registry) {
    registry.addEndpoint("/ws");
  }

  /** What is sent to {@code /app/chat} goes to everybody. */
  @Controller
  public static class Room {
    @MessageMapping("/chat")
    @SendTo("/topic/chat")
    public String said(String message) {
      return message;
    }
  }
}
