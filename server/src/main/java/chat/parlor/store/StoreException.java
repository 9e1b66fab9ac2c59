package chat.parlor.store;

/** The store could not do it. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean outcomeKnown;

  /**
   * @param outcomeKnown true: nothing was stored, and the store may be used again at once (full
   *     disk, a foreign lock); false: nobody knows, reopen it first
   */
  public StoreException(String message, boolean outcomeKnown, Throwable cause) {
    super(message, cause);
    this.outcomeKnown = outcomeKnown;
  }

  /** One that no other failure has caused. */
  public StoreException(String message, boolean outcomeKnown) {
    super(message);
    this.outcomeKnown = outcomeKnown;
  }

  public boolean outcomeKnown() {
    return outcomeKnown;
  }
}
