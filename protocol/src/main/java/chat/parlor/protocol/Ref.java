package chat.parlor.protocol;

/**
 * A client's own mark on a frame, given back in its one answer.
 *
 * @param json the value as JSON text: a quoted string of at most 64 characters, or an integer
 */
public record Ref(String json) {}
