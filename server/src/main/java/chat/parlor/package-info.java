/**
 * The composition root: {@code Main} reads the command line, {@code Server} wires the packages by
 * their constructors. Nothing imports it.
 */
@NullMarked
package chat.parlor;

import org.jspecify.annotations.NullMarked;
