/**
 * Logs in PostgreSQL, for one server or several. Numbers come from the row lock of a log's head in
 * the inserting transaction, never from a sequence; nobody writes over entries it has not read.
 */
@NullMarked
package chat.parlor.store.postgres;

import org.jspecify.annotations.NullMarked;
