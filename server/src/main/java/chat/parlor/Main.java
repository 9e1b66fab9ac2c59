package chat.parlor;

import chat.parlor.Settings.Outcome;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The command line. Exit codes: 0 stopped cleanly, 1 could not start, 2 wrong options. */
public final class Main {
  /** A stop that hangs must not keep a machine from shutting down. */
  private static final long STOP_SECONDS_MOST = 15;

  /** EX_SOFTWARE of {@code sysexits.h}, as when the writer fails for good. */
  private static final int BROKEN = 70;

  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    int code = BROKEN;
    try {
      code = new Main(System.out, System.err).run(List.of(arguments), System.getenv());
    } catch (RuntimeException | Error e) {
      LoggerFactory.getLogger(Main.class).error("An invariant is broken", e);
    }
    System.exit(code); // also when threads of a half-made server are left
  }

  /** {@code serve} may be left out; the other command is {@code move-store}. */
  int run(List<String> words, Map<String, String> environment) {
    boolean move = !words.isEmpty() && words.getFirst().equals("move-store");
    boolean named = move || (!words.isEmpty() && words.getFirst().equals("serve"));
    List<String> flags = named ? words.subList(1, words.size()) : words;
    if (flags.contains("--help") || flags.contains("-h")) {
      Usage.lines().forEach(out::println);
      return 0;
    }
    if (flags.contains("--version") || flags.contains("-V")) {
      out.println("parlor " + Usage.version());
      return 0;
    }
    return configured(flags, environment, move);
  }

  private int configured(List<String> flags, Map<String, String> environment, boolean move) {
    return switch (Settings.read(flags, environment)) {
      case Outcome.Bad(List<String> errors) -> {
        errors.forEach(error -> err.println("parlor: " + error));
        err.println("parlor: ./parlor serve --help lists all options");
        yield 2;
      }
      case Outcome.Good(Settings settings) -> {
        warnOfSecrets(flags);
        yield move ? MoveStore.run(settings, out, err) : serve(settings);
      }
    };
  }

  private void warnOfSecrets(List<String> flags) {
    for (String flag : flags) {
      String key = flag.substring(2, flag.indexOf('='));
      String value = flag.substring(flag.indexOf('=') + 1);
      if (Option.of(key).filter(option -> isSecret(option, value)).isPresent()) {
        err.println(
            "parlor: other users of this machine can see --"
                + key
                + "; a file or the environment"
                + " hides it");
      }
    }
  }

  private static boolean isSecret(Option option, String value) {
    return option.kind().form() == Option.Kind.Form.SECRET
        || (option == Option.STORE && value.matches("[a-z]+://[^/@]*:[^/@]*@.*"));
  }

  private int serve(Settings settings) {
    Logging.start(settings.log());
    Server server;
    try {
      server = Server.start(settings);
    } catch (StartException e) {
      LoggerFactory.getLogger(Main.class).debug("The start failed", e);
      err.println("parlor: " + e.getMessage());
      return 1;
    }
    stopOnSignal(server);
    Banner.lines(settings, server.port()).forEach(out::println);
    out.flush();
    try {
      server.awaitStop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.stop();
    }
    return 0;
  }

  /**
   * Ctrl-C and SIGTERM arrive as a shutdown hook. The exit code would be 130 or 143; a clean stop
   * is a success, so the hook ends the process itself.
   */
  private static void stopOnSignal(Server server) {
    Thread hook =
        new Thread(
            () -> {
              boolean clean = stop(server);
              Runtime.getRuntime().halt(clean ? 0 : 1);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static boolean stop(Server server) {
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .name("stopping")
        .start(() -> {
          server.stop();
          done.countDown();
        });
    try {
      return done.await(STOP_SECONDS_MOST, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }
}
