package chat.parlor.protocol;

import java.util.Optional;

/** What became of a text frame: something said, or something wrong with it. */
public sealed interface Decoded {

  record Said(ClientFrame frame) implements Decoded {}

  /**
   * A frame that is refused before anyone looks at its meaning.
   *
   * @param ref the client's mark, where it could be read; never for {@link Refusal#BAD_JSON}
   * @param field the field that is wrong, by the name the client used
   */
  record Wrong(Optional<Ref> ref, Refusal code, Optional<String> field) implements Decoded {}
}
