package chat.parlor.room;

import chat.parlor.filter.Filter;
import chat.parlor.log.Logs;
import chat.parlor.protocol.Refusal;
import chat.parlor.store.Appended;
import chat.parlor.store.LogHead;
import chat.parlor.store.SentKey;
import chat.parlor.store.Store;
import chat.parlor.store.StoreException;
import chat.parlor.store.StoreWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
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
  private static final long RETRY_MILLIS = 1_000;
  private static final int MOVED_TRIES = 8;

  private final StoreWriter store;
  private final Logs logs;
  private final RoomStates states;
  private final Decider decider;
  private final Mailbox mailbox;
  private final Runnable afterCommit;
  private final Failures failures;
  private final Thread thread;
  private final LongAdder stored = new LongAdder();
  private final LongAdder commits = new LongAdder();

  /** Owned by the writer's thread: the store's outcome is not known, it must be reopened. */
  private boolean broken;

  /** Read anywhere: the last batch could not be stored. */
  private volatile boolean refusing;

  /**
   * @param afterCommit called on the writer's thread after the answers of a batch were given
   * @param fatal called when the writer cannot be trusted any more; the process is to end
   */
  public RoomWriter(
      Store store, Logs logs, Filter filter, RoomOptions options, Environment environment) {
    this.store = store.writer();
    this.logs = logs;
    this.states = new RoomStates(this.store);
    this.decider =
        new Decider(this.store, states, filter, new BodyMac(store.secret()), environment.clock());
    this.mailbox = new Mailbox(options);
    this.afterCommit = environment.afterCommit();
    this.failures = new Failures(environment.fatal());
    this.thread = Thread.ofPlatform().name("writer").unstarted(this::run);
    thread.start();
  }

  /**
   * What the writer needs of the process.
   *
   * @param afterCommit called on the writer's thread after the answers of a batch were given
   * @param fatal called when the writer can no longer be trusted: the process is to end
   */
  public record Environment(InstantSource clock, Runnable afterCommit, Runnable fatal) {}

  /** Takes a command, or answers {@code false}: the mailbox is full. Any thread. */
  public boolean submit(Post post) {
    return mailbox.offer(post);
  }

  /** Entries stored since the start. */
  public long entriesStored() {
    return stored.sum();
  }

  /** Transactions committed since the start. */
  public long commits() {
    return commits.sum();
  }

  /** Commands that wait. */
  public int waiting() {
    return mailbox.size();
  }

  /** Whether the last attempt to store something failed. */
  public boolean refusing() {
    return refusing;
  }

  private void run() {
    try {
      for (List<Post> posts = mailbox.take(); !posts.isEmpty(); posts = mailbox.take()) {
        handle(posts);
      }
    } catch (InterruptedException e) {
      log.warn("the writer was interrupted");
    }
  }

  private void handle(List<Post> posts) {
    Batch batch = null;
    boolean asked = false;
    try {
      if (broken) {
        repair();
      }
      batch = decider.decide(posts);
      for (int tries = 0; !batch.isEmpty(); tries++) {
        asked = true;
        if (store.append(batch.appends()) instanceof Appended.Done done) {
          visible(batch, done.heads());
          break;
        }
        asked = false;
        if (tries == MOVED_TRIES) {
          throw new IllegalStateException("the logs moved on at every try");
        }
        states.forgetAll();
        batch = decider.decide(posts);
      }
      refusing = false;
      answer(batch.answers());
    } catch (StoreException e) {
      log.error("could not store {} messages: {}", posts.size(), e.getMessage());
      failed(posts, batch, e.outcomeKnown());
    } catch (Throwable e) {
      log.error("the writer failed", e);
      failures.note(e);
      failed(posts, batch, !asked);
    } finally {
      afterCommit.run();
    }
  }

  private void visible(Batch batch, List<LogHead> heads) {
    commits.increment();
    int i = 0;
    for (Batch.Draft draft : batch.drafts()) {
      LogHead head = heads.get(i++);
      states.stands(head, draft.room.readers());
      stored.add(draft.entries.size());
      logs.publish(head, List.copyOf(draft.room.readers()), draft.visible());
    }
  }

  private static void answer(List<Batch.Answer> answers) {
    for (Batch.Answer answer : answers) {
      try {
        answer.post().receipt().answered(answer.outcome());
      } catch (RuntimeException e) {
        log.error("an answer could not be given", e);
      }
    }
  }

  /** Answers a batch that failed: what is stored after all is acknowledged, the rest refused. */
  private void failed(List<Post> posts, Batch batch, boolean outcomeKnown) {
    refusing = true;
    if (!outcomeKnown) {
      broken = true;
      states.forgetAll();
      try {
        repair();
        if (batch != null && wasStored(batch)) {
          refusing = false;
          answer(batch.answers());
          return;
        }
      } catch (StoreException e) {
        log.error("the store cannot be trusted yet: {}", e.getMessage());
      }
    }
    Outcome refused = Outcome.Refused.later(Refusal.STORAGE_UNAVAILABLE, RETRY_MILLIS);
    answer(posts.stream().map(post -> new Batch.Answer(post, refused)).toList());
  }

  /** Opens the store anew, and shows readers what was stored without being shown. */
  private void repair() throws StoreException {
    store.reopen();
    broken = false;
    states.forgetAll();
    for (String name : logs.openNames()) {
      Optional<LogHead> head = store.find(name);
      if (head.isPresent()) {
        logs.catchUp(head.get());
      }
    }
    log.warn("the store was opened anew and is in order");
  }

  // A batch is one transaction: when one of its keys is there, all of it is.
  private boolean wasStored(Batch batch) throws StoreException {
    for (Batch.Draft draft : batch.drafts()) {
      Optional<LogHead> head = store.find(draft.room.name());
      if (head.isEmpty()) {
        return false;
      }
      List<SentKey> keys = new ArrayList<>();
      draft.entries.forEach(
          entry -> keys.add(new SentKey(entry.key(), head.get().log(), entry.entry().author())));
      return store.lookup(keys).size() == keys.size();
    }
    return true;
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
