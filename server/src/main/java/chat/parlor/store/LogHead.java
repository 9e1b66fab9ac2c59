package chat.parlor.store;

/**
 * Where a log stands.
 *
 * @param log its number, above 0
 * @param head the number of its newest entry
 * @param floor entries up to this number were dropped (retention); 0 while none were
 * @param scrub how often stored bytes of it were replaced
 * @param listed whether the directory shows it; a log that is not listed is closed: only its
 *     readers read it
 */
public record LogHead(long log, String name, long head, long floor, long scrub, boolean listed) {}
