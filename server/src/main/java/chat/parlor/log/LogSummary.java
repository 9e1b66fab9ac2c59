package chat.parlor.log;

import java.util.Set;

/**
 * A log as a list shows it.
 *
 * @param readers those who may read a closed one; empty for an open one
 */
public record LogSummary(String name, long head, Set<String> readers) {}
