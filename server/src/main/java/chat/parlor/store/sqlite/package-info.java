/**
 * The store in one SQLite database in a folder of its own. One connection writes, on the room
 * writer's thread; each reader has a connection of its own; a thread of its own moves the
 * write-ahead log into the database. Everything it writes lies in the data folder, which one
 * process holds at a time.
 */
@NullMarked
package chat.parlor.store.sqlite;

import org.jspecify.annotations.NullMarked;
