package io.dukou.anonymizer.spec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a YAML 1.2 file that knows its place; every way to read it refuses what does not fit.
 *
 * <p>Types are those of the JSON schema: {@code no} and {@code 1e3x} are text, {@code 5} is an
 * integer, {@code 0.5} a number.
 */
final class SpecNode {
  private static final int LONGEST_FILE = 8 << 20;
  private static final int LONGEST_SHOWN = 80;
  private static final Set<Tag> PLAIN =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);
  private static final Set<Tag> SCALARS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL);

  private final String file;
  private final String path;
  private final Node node;

  private SpecNode(String file, String path, Node node) {
    this.file = file;
    this.path = path;
    this.node = node;
    if (node.getAnchor().isPresent()) {
      throw fault("anchors and aliases are not read here; write the value out");
    }
    if (!PLAIN.contains(node.getTag())) {
      throw fault("tags are not read here; leave the tag out");
    }
  }

  /** Reads the single document of a file. */
  static SpecNode parse(String text, String file) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(LONGEST_FILE)
            // At once: piece by piece, each piece of a long scalar would copy all of it again.
            .setBufferSize(Math.min(text.length(), LONGEST_FILE) + 2)
            .build();
    try {
      Optional<Node> root = ShallowParser.compose(settings, text);
      return new SpecNode(
          file, "", root.orElseThrow(() -> new SpecException(file, 0, 0, "the file is empty")));
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark();
      throw new SpecException(
          file, lineOf(mark), columnOf(mark), "not YAML: " + String.valueOf(e.getProblem()));
    } catch (YamlEngineException e) {
      throw new SpecException(file, 0, 0, "not YAML, or too long");
    }
  }

  private static int lineOf(Optional<Mark> mark) {
    return mark.map(found -> found.getLine() + 1).orElse(0);
  }

  private static int columnOf(Optional<Mark> mark) {
    return mark.map(found -> found.getColumn() + 1).orElse(0);
  }

  /** Returns the failure to throw for this value. */
  SpecException fault(String problem) {
    Optional<Mark> mark = node.getStartMark();
    String named = path.isEmpty() ? problem : path + ": " + problem;
    return new SpecException(file, lineOf(mark), columnOf(mark), named);
  }

  /** Returns the text as far as a message has room for it. */
  String brief() {
    String text = text();
    return text.codePointCount(0, text.length()) <= LONGEST_SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN)) + "…";
  }

  /** Returns the keys, such as {@code csv.delimiter}, under which this value stands. */
  String path() {
    return path;
  }

  /** Returns the values of a mapping by their keys, in order; refuses a key that comes twice. */
  Map<String, SpecNode> entries() {
    if (!(node instanceof MappingNode mapping)) {
      throw fault("a mapping is expected");
    }
    Map<String, SpecNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      SpecNode key = new SpecNode(file, path, tuple.getKeyNode());
      String name = key.text();
      String keyPath = path.isEmpty() ? key.brief() : path + "." + key.brief();
      SpecNode value = new SpecNode(file, keyPath, tuple.getValueNode());
      if (entries.put(name, value) != null) {
        throw new SpecNode(file, keyPath, tuple.getKeyNode()).fault("the key stands here twice");
      }
    }
    return entries;
  }

  /** Returns the values of a mapping that may only have these keys. */
  Fields fields(String... allowed) {
    Set<String> known = Set.of(allowed);
    Map<String, SpecNode> entries = entries();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        SpecNode key = new SpecNode(file, path, tuple.getKeyNode());
        if (!known.contains(key.text())) {
          throw key.fault(
              "unknown key " + key.brief() + "; known are " + String.join(", ", allowed));
        }
      }
    }
    return new Fields(this, entries);
  }

  /** Returns whether this is a mapping. */
  boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** Returns whether this is a sequence of sequences. */
  boolean isListOfLists() {
    return node instanceof SequenceNode sequence
        && !sequence.getValue().isEmpty()
        && sequence.getValue().get(0) instanceof SequenceNode;
  }

  /** Returns whether this is text that says {@code word}. */
  boolean is(String word) {
    return node instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.STR)
        && scalar.getValue().equals(word);
  }

  /** Returns the elements of a sequence, read by {@code element}. */
  <T> List<T> list(Function<SpecNode, T> element) {
    if (!(node instanceof SequenceNode sequence)) {
      throw fault("a list is expected");
    }
    List<T> elements = new ArrayList<>();
    for (Node child : sequence.getValue()) {
      String place = path + "[" + elements.size() + "]";
      elements.add(element.apply(new SpecNode(file, place, child)));
    }
    return elements;
  }

  /** Returns the text of a scalar that is not empty. */
  String text() {
    String text = scalar(SCALARS, "text is expected");
    if (text.isEmpty()) {
      throw fault("the text is empty");
    }
    return text;
  }

  /** Returns the one character of a text. */
  char character() {
    String text = text();
    if (text.length() != 1) {
      throw fault("one character is expected");
    }
    return text.charAt(0);
  }

  /** Returns a whole number within bounds. */
  int integer(int least, int most) {
    BigDecimal number = parse(scalar(Set.of(Tag.INT), "a whole number is expected"));
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw fault("a whole number from " + least + " to " + most + " is expected");
    }
    return number.intValueExact();
  }

  /** Returns an exact number. */
  BigDecimal number() {
    return number("a number is expected");
  }

  /** Returns an exact number, or says {@code problem} if this is none. */
  BigDecimal number(String problem) {
    return parse(scalar(Set.of(Tag.INT, Tag.FLOAT), problem));
  }

  private BigDecimal parse(String text) {
    if (text.length() > 60) {
      throw fault("the number is too long");
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (Math.abs((long) number.scale()) > 60) {
        throw fault("the number is too large or too small");
      }
      return number;
    } catch (NumberFormatException e) {
      throw fault("a finite number is expected");
    }
  }

  /** Returns a number from 0 to 1. */
  double share() {
    double share = number().doubleValue();
    if (!(share >= 0 && share <= 1)) {
      throw fault("a number from 0 to 1 is expected");
    }
    return share;
  }

  /** Returns a truth value. */
  boolean truth() {
    return scalar(Set.of(Tag.BOOL), "true or false is expected").equals("true");
  }

  /** Returns the constant whose word this is. */
  <E> E word(List<E> constants, Function<E, String> wordOf) {
    String text = text();
    for (E constant : constants) {
      if (wordOf.apply(constant).equals(text)) {
        return constant;
      }
    }
    String known = String.join(", ", constants.stream().map(wordOf).toList());
    throw fault("unknown word " + text + "; known are " + known);
  }

  private String scalar(Set<Tag> tags, String problem) {
    if (node instanceof ScalarNode scalar && tags.contains(scalar.getTag())) {
      return scalar.getValue();
    }
    throw fault(problem);
  }

  /** The values of a mapping whose keys are all known. */
  static final class Fields {
    private final SpecNode owner;
    private final Map<String, SpecNode> entries;

    private Fields(SpecNode owner, Map<String, SpecNode> entries) {
      this.owner = owner;
      this.entries = entries;
    }

    /** Returns the value under a key, or null if there is none. */
    @Nullable SpecNode get(String key) {
      return entries.get(key);
    }

    /** Returns the value under a key that must be there. */
    SpecNode required(String key) {
      SpecNode value = entries.get(key);
      if (value == null) {
        throw owner.fault("the key " + key + " is missing");
      }
      return value;
    }

    /** Returns the value under a key, read by {@code reader}, or {@code other} if there is none. */
    <T> T get(String key, Function<SpecNode, T> reader, T other) {
      SpecNode value = entries.get(key);
      return value == null ? other : reader.apply(value);
    }

    /** Returns the only value there is, with its key. */
    Map.Entry<String, SpecNode> only() {
      if (entries.size() != 1) {
        throw owner.fault("exactly one key is expected");
      }
      return entries.entrySet().iterator().next();
    }
  }
}
