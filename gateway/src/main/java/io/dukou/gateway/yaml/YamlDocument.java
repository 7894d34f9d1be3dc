package io.dukou.gateway.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One YAML file that is being read: its text, where problems go and which keys were asked for.
 *
 * <p>YAML 1.2 with the JSON schema: {@code no} and {@code NO} are text, so Norway stays Norway.
 * Anchors, aliases, tags and several documents in a file are refused: they make a file mean
 * something else than it shows. Not safe for use by several threads.
 */
public final class YamlDocument {
  /** The longest file that is read, in bytes. */
  public static final int MOST_BYTES = 16 * 1024 * 1024;

  private final String file;
  private final String text;
  private final Problems problems;
  private final List<KeyUse> uses = new ArrayList<>();

  /** Prepares the reading of {@code text}, which {@code file} names in problems. */
  public YamlDocument(String file, String text, Problems problems) {
    this.file = file;
    this.text = text;
    this.problems = problems;
  }

  /**
   * Parses the text.
   *
   * @return the mapping at the top, or none with a problem added if there is no such mapping
   */
  public Optional<YamlMap> root() {
    try {
      Optional<Node> node = compose();
      if (node.isEmpty()) {
        return Optional.of(YamlMap.absent(this, Location.top(new Place(file, 1, 1))));
      }
      if (node.get() instanceof MappingNode mapping) {
        return Optional.of(YamlMap.of(this, Location.top(Place.of(file, mapping)), mapping));
      }
      add(Place.of(file, node.get()).problem("write a mapping of keys at the top of this file"));
    } catch (MarkedYamlEngineException e) {
      Place place =
          e.getProblemMark().map(mark -> Place.of(file, mark)).orElse(new Place(file, 1, 1));
      add(place.problem("this is not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      add(new Problem(file, 0, 0, "this is not YAML that can be read: " + firstLine(e)));
    }
    return Optional.empty();
  }

  /** Returns every key asked for so far, each once, in the order of asking. */
  public List<KeyUse> uses() {
    return uses.stream().distinct().toList();
  }

  /** Returns the name of the file. */
  public String file() {
    return file;
  }

  /** Returns the text of {@code node} alone, at the lines and columns it has in the file. */
  String textOf(Node node) {
    Place from = Place.of(file, node);
    int start = text.offsetByCodePoints(0, node.getStartMark().orElseThrow().getIndex());
    int end = text.offsetByCodePoints(0, node.getEndMark().orElseThrow().getIndex());
    return "\n".repeat(from.line() - 1)
        + " ".repeat(from.column() - 1)
        + text.substring(start, end);
  }

  /** Adds a problem. */
  void add(Problem problem) {
    problems.add(problem);
  }

  /** Returns the number of problems so far, in this and other files. */
  int problemCount() {
    return problems.count();
  }

  /** Remembers that a key was asked for. */
  void used(KeyUse use) {
    uses.add(use);
  }

  private Optional<Node> compose() {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(MOST_BYTES)
            // At once: piece by piece, each piece of a long scalar would copy all of it again.
            .setBufferSize(Math.min(text.length(), MOST_BYTES) + 2)
            .setMaxAliasesForCollections(0)
            .build();
    return ShallowParser.compose(settings, text);
  }

  private static String firstLine(RuntimeException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
