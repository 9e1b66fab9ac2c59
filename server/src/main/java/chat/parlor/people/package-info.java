/**
 * Who one is: guests and their tokens, tokens of the operator's own login, names in use. It knows
 * no rooms and no sockets.
 */
@NullMarked
package chat.parlor.people;

import org.jspecify.annotations.NullMarked;
