package chat.parlor.store;

import java.util.List;

/** A closed log and everyone who may read it. */
public record SharedLog(LogHead head, List<String> readers) {}
