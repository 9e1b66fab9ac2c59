package chat.parlor;

import java.util.concurrent.CountDownLatch;

/** Placeholder of the composition root: listens to nothing. */
public final class Server {
  private final int port;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Server(int port) {
    this.port = port;
  }

  /** Starts everything; on failure nothing is left running. */
  static Server start(Settings settings) throws StartException {
    return new Server(settings.listen().port());
  }

  /** The port that is really listened on. */
  int port() {
    return port;
  }

  /** Stops cleanly; over in 10 s. Twice is once. */
  void stop() {
    stopped.countDown();
  }

  /** Returns once the server has stopped. A fatal error does not: it halts the process with 70. */
  void awaitStop() throws InterruptedException {
    stopped.await();
  }
}
