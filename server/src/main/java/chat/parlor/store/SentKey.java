package chat.parlor.store;

/** What makes sending idempotent: unique for ever per sender and log. */
public record SentKey(String key, long log, String sender) {}
