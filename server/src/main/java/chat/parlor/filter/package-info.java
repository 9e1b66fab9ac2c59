/**
 * Sensitive words and personal data: a text in, a verdict out. Pure functions over lists read once
 * at start; it knows no rooms, no people and no sockets.
 */
@NullMarked
package chat.parlor.filter;

import org.jspecify.annotations.NullMarked;
