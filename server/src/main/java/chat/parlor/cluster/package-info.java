/**
 * Several servers on one database: each looks every second where the logs it holds open stand, and
 * hints make it look at once. Nothing hangs on a hint.
 */
@NullMarked
package chat.parlor.cluster;

import org.jspecify.annotations.NullMarked;
