package chat.parlor.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parlor.protocol.ClientFrame;
import chat.parlor.protocol.Decoded;
import chat.parlor.protocol.Decoded.Said;
import chat.parlor.protocol.Decoded.Wrong;
import chat.parlor.protocol.Dialect;
import chat.parlor.protocol.Refusal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bytes of a text frame become a {@link ClientFrame}, or the reason why not. Any bytes may be
 * given: there is no exception and no growth beyond their own size, which the WebSocket layer
 * bounds. Safe for use by many threads.
 */
public final class FrameDecoder {
  private final int textLength;
  private final FieldReader reader = new FieldReader();
  private final ClientFrameBinder binder;

  /**
   * A decoder for one configuration.
   *
   * @param textLength how long a message may be, in UTF-16 units; 0 means no limit
   */
  public FrameDecoder(int textLength) {
    if (textLength < 0) {
      throw new IllegalArgumentException("textLength is negative: " + textLength);
    }
    this.textLength = textLength;
    this.binder = new ClientFrameBinder(textLength);
  }

  /** Decodes one text frame, whose bytes are known to be UTF-8. */
  public Decoded decode(byte[] utf8, Dialect dialect) {
    try {
      if (beginsWithBrace(utf8)) {
        return binder.bind(reader.read(utf8));
      }
      return switch (dialect) {
        case TUTORIAL -> new Said(plainText(utf8));
        case V1 -> throw Misfit.of(Refusal.BAD_JSON);
      };
    } catch (Misfit misfit) {
      return new Wrong(Optional.empty(), misfit.code(), misfit.field());
    }
  }

  /** Only JSON's own white space is looked past, so that both rules agree on where JSON begins. */
  private static boolean beginsWithBrace(byte[] utf8) {
    for (byte unit : utf8) {
      switch (unit) {
        case ' ', '\t', '\n', '\r' -> {}
        default -> {
          return unit == '{';
        }
      }
    }
    return false;
  }

  private ClientFrame plainText(byte[] utf8) throws Misfit {
    String text = MessageText.accept(new String(utf8, UTF_8), textLength, Fields.Field.MESSAGE);
    return new ClientFrame.Chat(
        Optional.empty(),
        Optional.empty(),
        text,
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty());
  }
}
