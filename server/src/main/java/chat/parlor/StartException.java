package chat.parlor;

/** The server cannot start; the message is one clear sentence for the operator. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a sentence of its own. */
  public StartException(String message) {
    super(message);
  }

  /** With a cause that only the log shows. */
  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
