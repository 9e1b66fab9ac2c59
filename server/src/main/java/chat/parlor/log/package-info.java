/**
 * One room's numbered log: its head, the newest entries in memory, older ones by pages from the
 * store. It knows no sockets, no rules and no JSON.
 */
@NullMarked
package chat.parlor.log;

import org.jspecify.annotations.NullMarked;
