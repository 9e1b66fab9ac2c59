package chat.parlor.store;

/**
 * What stands under a key.
 *
 * @param bodyMac 16 bytes that tell whether the same body is sent again; empty once redacted: then
 *     any resend is the same
 */
public record Sent(long seq, long timeMillis, byte[] bodyMac) {}
