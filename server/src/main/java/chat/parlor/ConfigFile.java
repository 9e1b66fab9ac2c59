package chat.parlor;

import chat.parlor.GivenValues.Given;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The configuration file: YAML, sections nested or dotted, lists of texts. Values stay as they were
 * written, with the line they stand on; nothing is made an object of, nothing is substituted.
 */
final class ConfigFile {
  private static final long SIZE_MOST = 1 << 20;
  private static final int DEPTH_MOST = 4;

  private final String name;
  private final List<String> errors;
  private final Map<String, Given> found = new LinkedHashMap<>();

  private ConfigFile(String name, List<String> errors) {
    this.name = name;
    this.errors = errors;
  }

  /**
   * What stands in the file, by the full names of options.
   *
   * @param name what people call the file
   * @param errors gets what is wrong with it
   */
  static Map<String, Given> read(Path path, String name, List<String> errors) {
    ConfigFile file = new ConfigFile(name, errors);
    try {
      if (Files.size(path) > SIZE_MOST) {
        errors.add(name + ": larger than 1 MiB");
        return Map.of();
      }
      LoadSettings settings =
          LoadSettings.builder().setAllowDuplicateKeys(false).setLabel(name).build();
      Optional<Node> root = new Compose(settings).composeString(Files.readString(path));
      root.ifPresent(node -> file.section("", node, 0));
    } catch (MarkedYamlEngineException e) {
      // Its own message quotes the line, which may hold a secret.
      String line = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      errors.add(name + line + ": not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      errors.add(name + ": not YAML");
    } catch (NoSuchFileException e) {
      errors.add(name + ": there is no such file");
    } catch (CharacterCodingException e) {
      errors.add(name + ": not UTF-8");
    } catch (IOException e) {
      errors.add(name + ": cannot be read");
    }
    return file.found;
  }

  private void section(String prefix, Node node, int depth) {
    if (!(node instanceof MappingNode mapping) || depth > DEPTH_MOST) {
      errors.add(at(node) + ": names and values are due here, as in port: 3000");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        value(prefix + key.getValue(), tuple, depth);
      } else {
        errors.add(at(tuple.getKeyNode()) + ": a name is due here");
      }
    }
  }

  private void value(String key, NodeTuple tuple, int depth) {
    Node node = tuple.getValueNode();
    String source = at(tuple.getKeyNode());
    switch (node) {
      case ScalarNode scalar when isEmpty(scalar) -> {
        if (Option.of(key).isPresent()) {
          errors.add(source + ": " + key + " has no value");
        }
      }
      case ScalarNode scalar -> keep(key, new Given(scalar.getValue(), source, false));
      case SequenceNode sequence -> list(key, sequence, source);
      default -> section(key + ".", node, depth + 1);
    }
  }

  private void list(String key, SequenceNode sequence, String source) {
    StringJoiner items = new StringJoiner(",");
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        items.add(scalar.getValue());
      } else {
        errors.add(at(item) + ": " + key + " is a list of plain values");
      }
    }
    keep(key, new Given(items.toString(), source, true));
  }

  private void keep(String key, Given given) {
    if (found.put(key, given) != null) {
      errors.add(given.source() + ": " + key + " is given twice");
    }
  }

  private static boolean isEmpty(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL) && scalar.getValue().isEmpty();
  }

  private String at(Node node) {
    return name + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
  }
}
