/**
 * A server that is killed, stopped, starved and broken on purpose, with clients that record what
 * they see of it. Its code is known only to the few tests that break it.
 */
@NullMarked
package chat.parlor.faults;

import org.jspecify.annotations.NullMarked;
