package chat.parlor.people;

/** Why a token does not count. The reason is one of ours and holds nothing of the token. */
final class BadToken extends Exception {
  private static final long serialVersionUID = 1;

  BadToken(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
