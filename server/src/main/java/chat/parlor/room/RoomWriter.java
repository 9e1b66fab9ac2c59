package chat.parlor.room;

import chat.parlor.filter.Filter;
import chat.parlor.log.Logs;
import chat.parlor.protocol.Refusal;
import chat.parlor.store.Appended;
import chat.parlor.store.LogHead;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreWriter;
import chat.parlor.telemetry.Measure;
import chat.parlor.telemetry.Metrics;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: it drains its mailbox, decides, stores the batch in one transaction, makes it
 * visible, and only then answers. While it waits for the disk the mailbox fills: that is the group
 * commit.
 *
 * <p>Durable, then visible, then acknowledged: whatever goes wrong in between, nobody has seen what
 * a crash could take back.
 */
public final class RoomWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RoomWriter.class);
  private static final int MOVED_TRIES = 8;

  /** How often a store that could not store is tried while nobody sends. */
  private static final long TRY_AGAIN_NANOS = 1_000_000_000L;

  private final StoreWriter store;
  private final Logs logs;
  private final RoomStates states;
  private final Decider decider;
  private final Mailbox mailbox;
  private final Consumer<LogHead> moved;
  private final Runnable afterCommit;
  private final Failures failures;
  private final Thread thread;
  private final Metrics metrics;

  /** Owned by the writer's thread: the store's outcome is not known, it must be reopened. */
  private boolean broken;

  /** Read anywhere: the last batch could not be stored. */
  private volatile boolean refusing;

  public RoomWriter(
      Store store, Logs logs, Filter filter, RoomOptions options, Environment environment) {
    this.store = store.writer();
    this.logs = logs;
    this.states = new RoomStates(this.store);
    this.decider =
        new Decider(this.store, states, filter, new BodyMac(store.secret()), environment.clock());
    this.mailbox = new Mailbox(options);
    this.metrics = environment.metrics();
    metrics.watch(Measure.MAILBOX_DEPTH, mailbox::size);
    this.moved = environment.moved();
    this.afterCommit = environment.afterCommit();
    this.failures = new Failures(environment.fatal());
    this.thread = Thread.ofPlatform().name("writer").unstarted(this::run);
    thread.start();
  }

  /**
   * What the writer needs of the process.
   *
   * @param moved told, on the writer's thread, of every log with new entries
   * @param afterCommit called on the writer's thread after the answers of a batch were given
   * @param fatal called when the writer can no longer be trusted: the process is to end
   */
  public record Environment(
      InstantSource clock,
      Consumer<LogHead> moved,
      Runnable afterCommit,
      Runnable fatal,
      Metrics metrics) {}

  /** Takes a command, or answers {@code false}: the mailbox is full. Any thread. */
  public boolean submit(Post post) {
    return mailbox.offer(post);
  }

  /** Whether the last attempt to store something failed. */
  public boolean refusing() {
    return refusing;
  }

  private void run() {
    try {
      while (!mailbox.done()) {
        List<Post> posts = mailbox.take(refusing ? TRY_AGAIN_NANOS : Long.MAX_VALUE);
        if (!posts.isEmpty()) {
          handle(posts);
        } else if (refusing && !mailbox.done()) {
          tryAgain();
        }
      }
    } catch (InterruptedException e) {
      log.warn("the writer was interrupted");
    } catch (Throwable e) {
      log.error("the writer ended", e);
      failures.giveUp();
    }
  }

  /** Service comes back also when nobody sends: whoever asks /readyz first would wait for ever. */
  private void tryAgain() {
    try {
      if (broken) {
        repair();
      } else {
        store.probe();
      }
      refusing = false;
      log.info("the store takes messages again");
    } catch (StoreException e) {
      log.debug("the store takes nothing yet", e);
    } catch (Throwable e) {
      log.error("the store could not be tried", e);
      failures.note(e);
    }
    afterCommit.run();
  }

  private void handle(List<Post> posts) {
    @Nullable Batch batch = null;
    boolean asked = false;
    try {
      if (broken) {
        repair();
      }
      batch = decider.decide(posts);
      for (int tries = 0; !batch.isEmpty(); tries++) {
        asked = true;
        long begun = System.nanoTime();
        Appended appended = store.append(batch.appends());
        if (appended instanceof Appended.Done done) {
          metrics.batchStored(batch.entries(), System.nanoTime() - begun);
          visible(batch, done.heads());
          break;
        }
        asked = false;
        if (tries == MOVED_TRIES) {
          throw new IllegalStateException("the logs moved on at every try");
        }
        states.moved(((Appended.Moved) appended).heads());
        batch = decider.decide(posts);
      }
      refusing = false;
      answer(batch.answers());
    } catch (StoreException e) {
      log.error("could not store {} messages: {}", posts.size(), e.getMessage());
      failed(posts, batch, e.outcomeKnown() || broken); // it has just been tried to repair it
    } catch (Throwable e) {
      log.error("the writer failed", e);
      failures.note(e);
      failed(posts, batch, !asked);
    } finally {
      letGo();
      afterCommit.run();
    }
  }

  /** Whatever has become of the batch, other servers need not wait for it. */
  private void letGo() {
    try {
      store.release();
    } catch (StoreException e) {
      log.error("the store could not let go: {}", e.getMessage());
      broken = true;
    }
  }

  private void visible(Batch batch, List<LogHead> heads) {
    int i = 0;
    for (Batch.Draft draft : batch.drafts()) {
      LogHead head = heads.get(i++);
      states.stands(head, draft.room.readers());
      logs.publish(head, List.copyOf(draft.room.readers()), draft.visible());
      moved.accept(head);
    }
  }

  private void answer(List<Batch.Answer> answers) {
    for (Batch.Answer answer : answers) {
      try {
        answer.post().receipt().answered(answer.outcome());
      } catch (RuntimeException | Error e) {
        log.error("an answer could not be given", e);
        failures.note(e);
      }
    }
  }

  /** Answers a batch that failed: what is stored after all is acknowledged, the rest refused. */
  private void failed(List<Post> posts, @Nullable Batch batch, boolean outcomeKnown) {
    refusing = true;
    metrics.storeFailed();
    if (!outcomeKnown) {
      broken = true;
      states.forgetAll();
      try {
        repair();
        if (batch != null && isStored(batch)) {
          refusing = false;
          answer(batch.answers());
          return;
        }
      } catch (StoreException e) {
        log.error("the store cannot be trusted yet: {}", e.getMessage());
      } catch (Throwable e) {
        log.error("the store could not be opened anew", e);
        broken = true;
        failures.note(e);
      }
    }
    Outcome refused = Outcome.Refused.of(Refusal.STORAGE_UNAVAILABLE);
    answer(posts.stream().map(post -> new Batch.Answer(post, refused)).toList());
  }

  /** Opens the store anew, and shows readers what was stored without being shown. */
  private void repair() throws StoreException {
    store.reopen();
    states.forgetAll();
    for (String name : logs.openNames()) {
      Optional<LogHead> head = store.find(name);
      if (head.isPresent()) {
        logs.catchUp(head.get());
      }
    }
    broken = false;
    log.warn("the store was opened anew and is in order");
  }

  private boolean isStored(Batch batch) throws StoreException {
    return batch.isEmpty() || store.wasStored(batch.appends());
  }

  /** Stores what waits, answers it, and ends. Takes no more commands from now on. */
  @Override
  public void close() {
    mailbox.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
