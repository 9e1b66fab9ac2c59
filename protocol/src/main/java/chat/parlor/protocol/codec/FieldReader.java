package chat.parlor.protocol.codec;

import chat.parlor.protocol.Refusal;
import chat.parlor.protocol.codec.Fields.Field;
import chat.parlor.protocol.codec.Fields.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one strict JSON object (RFC 8259) and nothing after it. Fields that some frame knows are
 * kept, all others are read past: they are checked and bounded like the kept ones, and forgotten.
 */
final class FieldReader {
  private static final int MOST_DEPTH = 20;
  private static final int MOST_DIGITS = 20;
  private static final int MOST_NAME_LENGTH = 128;

  /** One more than a join may name, so that the binder sees the excess; the rest is not kept. */
  private static final int MOST_ITEMS_KEPT = ClientFrameBinder.MOST_ROOMS + 1;

  /**
   * Without charset detection: a frame is UTF-8 by RFC 6455, and bytes that look like UTF-16 are an
   * attack. Strings need no limit of their own, the frame has one. The names of unknown fields pass
   * through a table that Jackson keeps below 6,000 names (20 million of them: 3 MiB of heap).
   */
  private final JsonFactory factory =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST_DEPTH)
                  .maxNumberLength(MOST_DIGITS)
                  .maxNameLength(MOST_NAME_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Throws {@link Refusal#BAD_JSON} when these bytes are not exactly one object. */
  Fields read(byte[] utf8) throws Misfit {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Misfit.of(Refusal.BAD_JSON);
      }
      Fields fields = members(parser, true);
      if (parser.nextToken() != null) {
        throw Misfit.of(Refusal.BAD_JSON);
      }
      return fields;
    } catch (JacksonException notJson) {
      throw Misfit.of(Refusal.BAD_JSON);
    }
  }

  private static Fields members(JsonParser parser, boolean outermost) throws Misfit {
    Fields fields = new Fields();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      Optional<Field> field = Field.named(name);
      JsonToken token = parser.nextToken();
      if (field.isEmpty() || token == JsonToken.VALUE_NULL) {
        skip(parser, token);
      } else if (outermost && field.get() == Field.ROOMS && token == JsonToken.START_ARRAY) {
        fields.put(field.get(), items(parser));
      } else {
        fields.put(field.get(), value(parser, token));
      }
    }
    return fields;
  }

  private static Value items(JsonParser parser) throws Misfit {
    List<Value> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (items.size() == MOST_ITEMS_KEPT) {
        skip(parser, token);
      } else if (token == JsonToken.START_OBJECT) {
        items.add(new Value.Members(members(parser, false)));
      } else {
        items.add(value(parser, token));
      }
    }
    return new Value.Items(items);
  }

  private static Value value(JsonParser parser, JsonToken token) throws Misfit {
    return switch (token) {
      case VALUE_STRING -> new Value.Text(parser.getString());
      case VALUE_NUMBER_INT -> new Value.Whole(parser.getString(), fitsLong(parser));
      case VALUE_TRUE -> new Value.Flag(true);
      case VALUE_FALSE -> new Value.Flag(false);
      default -> {
        skip(parser, token);
        yield new Value.Other();
      }
    };
  }

  private static boolean fitsLong(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> true;
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> false;
    };
  }

  /** Reads past the value that begins with this token. */
  private static void skip(JsonParser parser, JsonToken first) throws Misfit {
    int depth = 0;
    JsonToken token = first;
    while (true) {
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_NUMBER_FLOAT
          && !Double.isFinite(parser.getDoubleValue())) {
        throw Misfit.of(Refusal.BAD_JSON);
      }
      if (depth == 0) {
        return;
      }
      token = parser.nextToken();
    }
  }
}
