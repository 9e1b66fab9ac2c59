package chat.parlor.store;

import java.util.Optional;

/**
 * A durable home of logs. Three implementations stand behind one contract test: SQLite (the
 * embedded default), PostgreSQL (which several servers may share) and memory (for benchmarks only).
 */
public interface Store extends AutoCloseable {

  /**
   * What the numbers are counted in: a new one whenever the database is not the one that this data
   * folder last wrote (a restored copy, another file), for ever the same otherwise.
   */
  String epoch();

  /** The installation's own secret: 32 random bytes, made at the first start and kept here. */
  byte[] secret();

  /** How the servers on one database tell each other of new entries; empty: there is one server. */
  Optional<Hints> hints();

  /** The only writer. Its methods are called by one thread at a time: the room writer's. */
  StoreWriter writer();

  /** A reader of its own connection, for one thread at a time. Close it. */
  StoreReader reader();

  @Override
  void close();
}
