package io.dukou.gateway.yaml;

import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads single YAML scalars. */
final class Scalars {
  /** What to write as an identifier. */
  static final String IDENTIFIER_REMEDY =
      "write an identifier: letters, digits and . _ - /, at most 100";

  private static final int SHOWN_CHARACTERS = 60;
  private static final Set<Tag> TEXTS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT);
  private static final Set<Tag> NUMBERS = Set.of(Tag.INT, Tag.FLOAT);
  private static final Set<Tag> FLAGS = Set.of(Tag.BOOL);
  private static final Set<Tag> PLAIN =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

  private Scalars() {}

  /** Reads {@code node} as {@code type}; reports it under {@code name} when that fails. */
  static <T> Read<T> read(YamlDocument document, String name, Node node, ValueType<T> type) {
    Place place = Place.of(document.file(), node);
    checkPlain(document, node);
    if (!(node instanceof ScalarNode scalar) || !taken(type).contains(node.getTag())) {
      document.add(place.problem("'" + name + "': write " + type.name() + " here"));
      return Read.none();
    }
    try {
      return Read.of(type.parser().apply(scalar.getValue()));
    } catch (UnshownValueException e) {
      document.add(place.problem("'" + name + "': " + e.getMessage()));
      return Read.none();
    } catch (IllegalArgumentException e) {
      document.add(
          place.problem("'" + name + "': '" + shown(scalar.getValue()) + "': " + e.getMessage()));
      return Read.none();
    }
  }

  /** Reports anchors, aliases and tags. */
  static void checkPlain(YamlDocument document, Node node) {
    if (node.getAnchor().isPresent()) {
      document.add(
          Place.of(document.file(), node)
              .problem("anchors and aliases are not read here: write the value out"));
    }
    if (!PLAIN.contains(node.getTag())) {
      document.add(
          Place.of(document.file(), node).problem("tags are not read here: leave the tag out"));
    }
  }

  /** Returns true for what {@link ValueTypes#IDENTIFIER} takes. */
  static boolean isIdentifier(String text) {
    return ValueTypes.isIdentifier(text);
  }

  /** Returns {@code text} cut and cleaned for a message on a terminal. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN_CHARACTERS)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > SHOWN_CHARACTERS
        ? shown.append('…').toString()
        : shown.toString();
  }

  private static Set<Tag> taken(ValueType<?> type) {
    return switch (type.form()) {
      case TEXT -> TEXTS;
      case NUMBER -> NUMBERS;
      case FLAG -> FLAGS;
    };
  }
}
