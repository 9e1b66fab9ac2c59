package chat.parlor.databases;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire between servers and a PostgreSQL that reads along (its protocol, version 3) and knows a
 * COMMIT and a LISTEN when it sees one.
 */
public final class PostgresProxy implements AutoCloseable {

  /** What becomes of a COMMIT. */
  public enum Commits {
    PASS,
    /** It reaches PostgreSQL; then both ends are cut, whatever it has done by then. */
    CUT_BEHIND,
    /** PostgreSQL has answered; then both ends are cut, and the answer is lost. */
    CUT_ANSWER,
    /** It does not reach PostgreSQL until {@link #release}. */
    HOLD
  }

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private volatile CountDownLatch release = new CountDownLatch(1);
  private volatile Commits mode = Commits.PASS;
  private volatile boolean deaf;

  private PostgresProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  public static PostgresProxy to(PostgresServer server) {
    try {
      return new PostgresProxy(server.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  public void commits(Commits wanted) {
    mode = wanted;
  }

  /** COMMITs seen so far. */
  public int commits() {
    return commits.get();
  }

  /** COMMITs held back so far. */
  public int held() {
    return held.get();
  }

  /** Lets go of what is held, and of all later ones. */
  public void release() {
    mode = Commits.PASS;
    release.countDown();
  }

  /** From now on sessions that LISTEN hear nothing. */
  public void blockNotifications() {
    deaf = true;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    release();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(near);
        sockets.add(far);
        new Session(near, far).start();
      } catch (IOException e) {
        // The listener is closed, or PostgreSQL is down: the client meets the end of its socket.
      }
    }
  }

  private final class Session {
    private final Socket near;
    private final Socket far;
    private final Set<String> committing = new HashSet<>();
    private volatile boolean listening;
    private volatile boolean cutAnswer;

    Session(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    void start() {
      Thread.startVirtualThread(() -> run(this::forth));
      Thread.startVirtualThread(() -> run(this::back));
    }

    private interface Way {
      void pump() throws IOException, InterruptedException;
    }

    private void run(Way way) {
      try {
        way.pump();
      } catch (IOException | InterruptedException e) {
        // One end is gone.
      } finally {
        cut();
      }
    }

    private void cut() {
      for (Socket socket : Set.of(near, far)) {
        sockets.remove(socket);
        try {
          socket.close();
        } catch (IOException e) {
          // It is given up either way.
        }
      }
    }

    private void forth() throws IOException, InterruptedException {
      DataInputStream in = new DataInputStream(new BufferedInputStream(near.getInputStream()));
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(far.getOutputStream(), 1 << 16));
      boolean started = false;
      while (true) {
        int type = started ? in.readUnsignedByte() : 0;
        int length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        boolean commit = started && isCommit((char) type, body);
        if (commit) {
          commits.incrementAndGet();
          hold();
        }
        if (started) {
          out.writeByte(type);
        } else {
          started = length != 8; // a request for TLS comes before the greeting
        }
        out.writeInt(length);
        out.write(body);
        if (commit && mode == Commits.CUT_BEHIND) {
          out.write(in.readNBytes(in.available())); // its Execute and Sync
          out.flush();
          return;
        }
        if (in.available() == 0) {
          out.flush();
        }
      }
    }

    private void hold() throws InterruptedException {
      cutAnswer = mode == Commits.CUT_ANSWER;
      if (mode == Commits.HOLD) {
        held.incrementAndGet();
        release.await();
      }
    }

    /** A simple query, or the execution of a statement that was prepared by this text. */
    private boolean isCommit(char type, byte[] body) {
      String[] texts = new String(body, StandardCharsets.ISO_8859_1).split("\0", -1);
      return switch (type) {
        case 'P' -> {
          listening |= texts[1].startsWith("LISTEN");
          if (texts[1].equals("COMMIT")) {
            committing.add(texts[0]);
          } else {
            committing.remove(texts[0]);
          }
          yield false;
        }
        case 'B' -> committing.contains(texts[1]);
        case 'Q' -> {
          listening |= texts[0].startsWith("LISTEN");
          yield texts[0].equals("COMMIT");
        }
        default -> false;
      };
    }

    private void back() throws IOException {
      InputStream in = far.getInputStream();
      OutputStream out = near.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (cutAnswer) {
          return;
        }
        if (!(deaf && listening)) {
          out.write(buffer, 0, read);
          out.flush();
        }
      }
    }
  }
}
