package chat.parlor.room;

import java.util.Set;

/**
 * What the writer knows of a room.
 *
 * @param number its log in the store; 0 while it has no entry
 * @param readers of a closed room; empty for an open one
 */
record RoomState(String name, long number, long head, Set<String> readers) {}
