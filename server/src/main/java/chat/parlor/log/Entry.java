package chat.parlor.log;

import java.util.Optional;

/**
 * One entry in memory.
 *
 * @param seq its number in its log
 * @param body the bytes that go to readers; nobody changes them
 * @param cut whose reading ends here: a person, {@code "*"} for everybody; empty for nearly all
 */
public record Entry(long seq, byte[] body, Optional<String> cut) {}
