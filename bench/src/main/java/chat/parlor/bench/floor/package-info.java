/**
 * The floor: a server that does nothing but send what comes to everybody in the room, one write
 * each. It stores nothing, asks nobody who he is, and speaks just enough of Parlor's wire for the
 * same clients. What a server costs above this is its own.
 */
@NullMarked
package chat.parlor.bench.floor;

import org.jspecify.annotations.NullMarked;
