package io.dukou.gateway.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a YAML file, from which keys are read by name and type.
 *
 * <p>Every method reports what is wrong and goes on. {@link #build} comes last: it reports the keys
 * that nobody asked for and makes the value, unless something in this mapping was wrong.
 *
 * <pre>{@code
 * Read<String> host = map.value("host", ValueTypes.TEXT, "127.0.0.1");
 * Read<Integer> port = map.value("port", ValueTypes.integer(0, 65535), "8443");
 * return map.build(() -> new Listen(host.get(), port.get()));
 * }</pre>
 *
 * <p>A section or list without a value ({@code key:} and nothing behind it) counts as absent; a
 * scalar without a value is a problem. Not safe for use by several threads.
 */
public final class YamlMap {
  private final YamlDocument document;
  private final Location location;
  private final Map<String, Entry> entries;
  private final Set<String> asked = new HashSet<>();
  private final int problemsBefore;

  private YamlMap(
      YamlDocument document, Location location, Map<String, Entry> entries, int problemsBefore) {
    this.document = document;
    this.location = location;
    this.entries = entries;
    this.problemsBefore = problemsBefore;
  }

  /** Returns the mapping of a section that the file does not have: every key is absent. */
  static YamlMap absent(YamlDocument document, Location location) {
    return new YamlMap(document, location, Map.of(), document.problemCount());
  }

  /** Returns the mapping of {@code node}; keys that cannot be read are reported. */
  static YamlMap of(YamlDocument document, Location location, MappingNode node) {
    int problemsBefore = document.problemCount();
    Scalars.checkPlain(document, node);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      addEntry(document, location, entries, tuple);
    }
    return new YamlMap(document, location, entries, problemsBefore);
  }

  /** Reads a key that must be there. */
  public <T> Read<T> value(String key, ValueType<T> type) {
    Node node = ask(key, type.name(), "required");
    if (node == null) {
      problem("'" + name(key) + "' is missing: add it (" + type.name() + ")");
      return Read.none();
    }
    return Scalars.read(document, name(key), node, type);
  }

  /** Reads a key that has a default, given as it would be written. */
  public <T> Read<T> value(String key, ValueType<T> type, String byDefault) {
    Node node = ask(key, type.name(), byDefault);
    return node == null
        ? Read.of(type.parser().apply(byDefault))
        : Scalars.read(document, name(key), node, type);
  }

  /** Reads a key that may be absent. */
  public <T> Read<T> optional(String key, ValueType<T> type) {
    Node node = ask(key, type.name(), "none");
    return node == null ? Read.none() : Scalars.read(document, name(key), node, type);
  }

  /** Reads a list of scalars; an absent key is an empty list. */
  public <T> Read<List<T>> values(String key, ValueType<T> type) {
    return values(key, type, "empty");
  }

  /** Reads a list of scalars that may be absent, which is something else than empty. */
  public <T> Read<List<T>> optionalValues(String key, ValueType<T> type) {
    Read<List<T>> list = values(key, type, "none");
    return has(key) ? list : Read.none();
  }

  /** Reads a section; an absent one is read as an empty mapping, so that its defaults hold. */
  public <T> Read<T> section(String key, Function<YamlMap, Read<T>> reader) {
    Node node = ask(key, "section", "its defaults");
    return node == null || isNull(node)
        ? reader.apply(absent(document, location.child(key)))
        : mapping(location.child(key), node, reader);
  }

  /** Reads a section that means something by being there. */
  public <T> Read<T> optionalSection(String key, Function<YamlMap, Read<T>> reader) {
    Node node = ask(key, "section", "none");
    return node == null ? Read.none() : mapping(location.child(key), node, reader);
  }

  /** Reads a list of sections; an absent key is an empty list. */
  public <T> Read<List<T>> sections(String key, Function<YamlMap, Read<T>> reader) {
    return elements(
        key, "list of sections", "empty", (element, node) -> mapping(element, node, reader));
  }

  /** Reads a mapping from identifiers to sections; an absent key is an empty mapping. */
  public <T> Read<Map<String, T>> named(String key, BiFunction<String, YamlMap, Read<T>> reader) {
    Node node = ask(key, "named sections", "none");
    return node == null || isNull(node)
        ? Read.of(Map.of())
        : mapping(location.child(key), node, names -> names.everyName(reader));
  }

  /** Reads a key whose value is either a scalar or a section. */
  public <T> Read<T> either(String key, ValueType<T> type, Function<YamlMap, Read<T>> reader) {
    Node node = ask(key, type.name() + " or section", "required");
    if (node == null) {
      problem("'" + name(key) + "' is missing: add it (" + type.name() + " or a section)");
      return Read.none();
    }
    return node instanceof MappingNode
        ? mapping(location.child(key), node, reader)
        : Scalars.read(document, name(key), node, type);
  }

  /**
   * Reads a key whose value is either a scalar or a section that is not looked into: {@code
   * verbatim} is given its text, in which every line and column is that of this file, so that the
   * parser of another language names places that a user can find.
   */
  public <T> Read<T> eitherVerbatim(String key, ValueType<T> type, Function<String, T> verbatim) {
    Node node = ask(key, type.name() + " or section", "required");
    if (node == null) {
      problem("'" + name(key) + "' is missing: add it (" + type.name() + " or a section)");
      return Read.none();
    }
    return node instanceof MappingNode
        ? Read.of(verbatim.apply(document.textOf(node)))
        : Scalars.read(document, name(key), node, type);
  }

  /** Returns true when the file has {@code key} here. Does not count as asking for it. */
  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Returns the place of {@code key}, or of this mapping when the key is absent. */
  public Place placeOf(String key) {
    Entry entry = entries.get(key);
    return entry == null ? location.place() : entry.place();
  }

  /** Returns the full name of {@code key}, as problems call it. */
  public String name(String key) {
    return location.child(key).path();
  }

  /** Reports a problem of this mapping as a whole. */
  public void problem(String message) {
    document.add(location.place().problem(message));
  }

  /** Reports a problem of one key. */
  public void problem(String key, String message) {
    document.add(placeOf(key).problem("'" + name(key) + "': " + message));
  }

  /** Reports {@code key}, if the file has it, as one of an earlier version. */
  public void retired(String key, String remedy) {
    if (has(key)) {
      asked.add(key);
      problem(key, "this key is no longer used: " + remedy);
    }
  }

  /**
   * Ends the reading of this mapping.
   *
   * @param maker makes the value and may take every value read here; an {@link
   *     IllegalArgumentException} that it throws becomes a problem of this mapping
   * @return the value, or none when anything in this mapping is wrong
   */
  public <T> Read<T> build(Supplier<T> maker) {
    entries.forEach(
        (key, entry) -> {
          if (!asked.contains(key)) {
            document.add(entry.place().problem(unknown(key)));
          }
        });
    if (document.problemCount() != problemsBefore) {
      return Read.none();
    }
    try {
      return Read.of(maker.get());
    } catch (IllegalArgumentException e) {
      problem("'" + location.path() + "': " + e.getMessage());
      return Read.none();
    }
  }

  private @Nullable Node ask(String key, String type, String byDefault) {
    asked.add(key);
    Entry entry = entries.get(key);
    document.used(new KeyUse(location.child(key).pattern(), type, byDefault, entry != null));
    return entry == null ? null : entry.value();
  }

  private <T> Read<List<T>> values(String key, ValueType<T> type, String byDefault) {
    return elements(
        key,
        "list of " + type.name(),
        byDefault,
        (element, node) -> Scalars.read(document, element.path(), node, type));
  }

  private <T> Read<List<T>> elements(
      String key, String type, String byDefault, BiFunction<Location, Node, Read<T>> reader) {
    Node node = ask(key, type, byDefault);
    if (node == null || isNull(node)) {
      return Read.of(List.of());
    }
    if (!(node instanceof SequenceNode sequence)) {
      problem(key, "write a list here");
      return Read.none();
    }
    int before = document.problemCount();
    Scalars.checkPlain(document, node);
    List<T> values = new ArrayList<>();
    int index = 0;
    for (Node element : sequence.getValue()) {
      Location at = location.element(key, index++, Place.of(document.file(), element));
      reader.apply(at, element).toOptional().ifPresent(values::add);
    }
    return document.problemCount() == before ? Read.of(List.copyOf(values)) : Read.none();
  }

  private <T> Read<T> mapping(Location at, Node node, Function<YamlMap, Read<T>> reader) {
    Place place = Place.of(document.file(), node);
    if (node instanceof MappingNode mapping) {
      return reader.apply(of(document, at.at(place), mapping));
    }
    document.add(place.problem("'" + at.path() + "': write a section of keys here"));
    return Read.none();
  }

  private <T> Read<Map<String, T>> everyName(BiFunction<String, YamlMap, Read<T>> reader) {
    Map<String, T> values = new LinkedHashMap<>();
    entries.forEach(
        (id, entry) -> {
          asked.add(id);
          if (Scalars.isIdentifier(id)) {
            mapping(location.named(id), entry.value(), map -> reader.apply(id, map))
                .toOptional()
                .ifPresent(value -> values.put(id, value));
          } else {
            problem(id, Scalars.IDENTIFIER_REMEDY);
          }
        });
    return build(() -> Collections.unmodifiableMap(values));
  }

  private String unknown(String key) {
    return "unknown key '"
        + name(Scalars.shown(key))
        + "': "
        + Spelling.remedy(key, asked.stream().filter(known -> !has(known)).sorted().toList());
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }

  private static void addEntry(
      YamlDocument document, Location location, Map<String, Entry> entries, NodeTuple tuple) {
    Place place = Place.of(document.file(), tuple.getKeyNode());
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      document.add(place.problem("write a plain word as the key"));
      return;
    }
    Scalars.checkPlain(document, key);
    String name = key.getValue();
    Entry earlier = entries.putIfAbsent(name, new Entry(place, tuple.getValueNode()));
    if (earlier != null) {
      String shown = location.child(Scalars.shown(name)).path();
      document.add(
          place.problem(
              "'" + shown + "' is already set in line " + earlier.place().line() + ": keep one"));
    }
  }

  /** A key of the file: where it is and what it holds. */
  private record Entry(Place place, Node value) {}
}
