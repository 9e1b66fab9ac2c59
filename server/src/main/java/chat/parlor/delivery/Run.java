package chat.parlor.delivery;

/**
 * Consecutive entries as the bytes of their WebSocket frames, in one buffer that many members
 * share. Made by the {@link Loop}; released by whoever asked for it.
 */
public interface Run {
  void release();
}
