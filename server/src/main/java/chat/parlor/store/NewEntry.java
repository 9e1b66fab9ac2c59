package chat.parlor.store;

/**
 * An entry to be stored, with the key it was sent under (one the server made where the client sent
 * none).
 */
public record NewEntry(StoredEntry entry, String key, byte[] bodyMac) {}
