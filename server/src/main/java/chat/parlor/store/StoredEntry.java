package chat.parlor.store;

import java.util.Optional;

/**
 * One entry as it is kept.
 *
 * @param seq its number in its log, from 1, without holes
 * @param timeMillis milliseconds since 1970, UTC; decides nothing
 * @param author who wrote it
 * @param body the bytes that go to readers; never changed by their holder
 * @param cut whose reading ends here: a person, {@code "*"} for everybody; empty for nearly all
 */
public record StoredEntry(
    long seq, long timeMillis, String author, byte[] body, Optional<String> cut) {}
