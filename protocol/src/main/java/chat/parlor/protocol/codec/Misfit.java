package chat.parlor.protocol.codec;

import chat.parlor.protocol.Refusal;
import java.util.Optional;

/**
 * A frame is not what it should be. Bad input is ordinary, so this carries no stack trace: a client
 * that sends nonsense costs no more than one that does not.
 */
final class Misfit extends Exception {
  private static final long serialVersionUID = 1L;

  private final Refusal code;
  private final transient Optional<String> field;

  private Misfit(Refusal code, Optional<String> field) {
    super(code.code(), null, false, false);
    this.code = code;
    this.field = field;
  }

  static Misfit of(Refusal code) {
    return new Misfit(code, Optional.empty());
  }

  static Misfit in(Refusal code, Fields.Field field) {
    return new Misfit(code, Optional.of(field.wireName()));
  }

  static Misfit invalid(Fields.Field field) {
    return in(Refusal.INVALID_FIELD, field);
  }

  Refusal code() {
    return code;
  }

  Optional<String> field() {
    return field;
  }
}
