package chat.parlor.store;

import java.util.List;

/** Some entries of a log, and what the log was in the same snapshot. */
public record Page(String epoch, LogHead head, List<StoredEntry> entries) {}
