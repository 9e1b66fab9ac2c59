package chat.parlor.bench.peers;

import chat.parlor.bench.load.Dialect;
import chat.parlor.bench.load.PlainDialect;
import chat.parlor.bench.load.SocketIoDialect;
import chat.parlor.bench.load.StompDialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers that people write with what is at hand. Each stores nothing and keeps no history. */
enum Peer {
  NODE_WS("Node ws", "node-ws", "\"ws\": \"([^\"]+)\"") {
    @Override
    Dialect dialect() {
      return new PlainDialect("/");
    }
  },
  SOCKET_IO("Socket.IO", "socket-io", "\"socket.io\": \"([^\"]+)\"") {
    @Override
    Dialect dialect() {
      return new SocketIoDialect();
    }
  },
  NETTY_SOCKETIO(
      "netty-socketio", "netty-socketio", ">netty-socketio</artifactId>\\s*<version>([^<]+)<") {
    @Override
    Dialect dialect() {
      return new SocketIoDialect();
    }
  },
  SPRING_HANDLER("Spring, handler with a loop", "spring-handler", Peer.BOOT) {
    @Override
    Dialect dialect() {
      return new PlainDialect("/ws");
    }
  },
  SPRING_STOMP("Spring, STOMP simple broker", "spring-stomp", Peer.BOOT) {
    @Override
    Dialect dialect() {
      return new StompDialect();
    }
  };

  private static final String BOOT = "spring-boot-dependencies</artifactId>\\s*<version>([^<]+)<";

  private final String title;
  private final String folder;
  private final Pattern version;

  Peer(String title, String folder, String version) {
    this.title = title;
    this.folder = folder;
    this.version = Pattern.compile(version);
  }

  abstract Dialect dialect();

  String title() {
    return title;
  }

  /** Its folder below {@code bench/peers}. */
  String folder() {
    return folder;
  }

  boolean isNode() {
    return this == NODE_WS || this == SOCKET_IO;
  }

  /** The version that is pinned in its folder. */
  String version(Path peers) {
    Path file = peers.resolve(folder).resolve(isNode() ? "package.json" : "pom.xml");
    try {
      Matcher found = version.matcher(Files.readString(file));
      return found.find() ? found.group(1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
