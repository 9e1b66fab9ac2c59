/** Disks of their own for tests of what happens when one is full. Knows nothing of the server. */
@NullMarked
package chat.parlor.disks;

import org.jspecify.annotations.NullMarked;
