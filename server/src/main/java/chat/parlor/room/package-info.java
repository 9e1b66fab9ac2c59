/**
 * The rules. Commands become entries or refusals, on the one writer thread that also owns the
 * store's writer; history for a reader. It knows no sockets and no subscriptions.
 */
@NullMarked
package chat.parlor.room;

import org.jspecify.annotations.NullMarked;
