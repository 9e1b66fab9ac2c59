package chat.parlor.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds a peer with its own tool, when that was not done since its versions changed. */
final class PeerBuild {
  private final Path home;

  PeerBuild(Path home) {
    this.home = home;
  }

  Path peers() {
    return home.resolve("bench/peers");
  }

  private Path folder(Peer peer) {
    return peers().resolve(peer.folder());
  }

  /** The command that runs it. It prints its address. */
  List<String> command(Peer peer) {
    Path folder = folder(peer);
    if (peer.isNode()) {
      return List.of("node", folder.resolve("server.mjs").toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        folder.resolve("target/classes") + ":" + folder.resolve("target/lib") + "/*",
        "peer.Chat");
  }

  void build(Peer peer) {
    Path folder = folder(peer);
    if (peer.isNode()) {
      if (isOlder(folder.resolve("node_modules"), folder.resolve("package-lock.json"))) {
        run(folder, List.of("npm", "ci", "--no-audit", "--no-fund"));
      }
    } else if (isOlder(folder.resolve("target/lib"), folder.resolve("pom.xml"))
        || isOlder(
            folder.resolve("target/classes/peer/Chat.class"),
            folder.resolve("src/main/java/peer/Chat.java"))) {
      run(
          home,
          List.of(
              "./mvnw",
              "--batch-mode",
              "--quiet",
              "--file=" + folder.resolve("pom.xml"),
              "compile",
              "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies",
              "-DincludeScope=runtime",
              "-DoutputDirectory=" + folder.resolve("target/lib")));
    }
  }

  private static boolean isOlder(Path made, Path source) {
    try {
      return !Files.exists(made)
          || Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(source)) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path folder, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("could not be built: " + String.join(" ", command));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
