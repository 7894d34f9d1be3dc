package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.JudgedValues;
import io.dukou.audit.DomesticPart;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has to be remembered of protected tables that were made together, often of one alone, for as
 * long as their recipients exist: who is in them, in which class. It is the domestic part of the
 * table's entry, so that a replay of the log brings it back.
 *
 * @param index index of the table's entry
 * @param study the study
 * @param datasets the datasets of the tables, at least one
 * @param group the recipients it was made for, which count as one
 * @param exporter the exporter whose persons they are
 * @param sensitive whether the persons come with sensitive personal information
 * @param k what every class holds at least
 * @param classOf the class of each person, both opaque; a class means something in this table only
 * @param subjects keys of study and subject, by which a withdrawal finds what was given
 * @param values the sensitive values of the persons, as far as models look at them, in numbers that
 *     mean something in this table only
 */
record MadeTable(
    long index,
    String study,
    SortedSet<String> datasets,
    SortedSet<String> group,
    String exporter,
    boolean sensitive,
    int k,
    Map<String, String> classOf,
    Set<String> subjects,
    JudgedValues values) {
  private static final String FIELD = "table";
  private static final String CLASSES = "classes";
  private static final String SUBJECTS = "subjects";
  private static final String MODELS = "judgedBy";
  private static final String VALUES = "values";

  /** Copies the collections. */
  MadeTable {
    requireNonNull(study, "study");
    requireNonNull(exporter, "exporter");
    datasets = Collections.unmodifiableSortedSet(new TreeSet<>(datasets));
    group = Collections.unmodifiableSortedSet(new TreeSet<>(group));
    classOf = Map.copyOf(classOf);
    subjects = Set.copyOf(subjects);
  }

  /** Returns this table with the index that its entry got. */
  MadeTable at(long entry) {
    return new MadeTable(
        entry, study, datasets, group, exporter, sensitive, k, classOf, subjects, values);
  }

  /**
   * Returns the domestic part of the table's entry: the parameters, the persons, and one class
   * number a person; where models look at values, what they look at. Persons and subjects are in an
   * order drawn at random: in that of their keys, the place of one who is forgotten would tell
   * between which two their key was.
   */
  DomesticPart part(SecureRandom random) {
    List<String> order = shuffled(classOf.keySet(), random);
    ArrayNode classes = JsonNodeFactory.instance.arrayNode();
    classNumbers(order).forEach(classes::add);
    ArrayNode keys = JsonNodeFactory.instance.arrayNode();
    shuffled(subjects, random).forEach(keys::add);
    Map<String, JsonNode> fields =
        new HashMap<>(Map.of(FIELD, parameters(), CLASSES, classes, SUBJECTS, keys));
    if (!values.isEmpty()) {
      fields.put(MODELS, values.toJson());
      fields.put(VALUES, values.valuesOf(order));
    }
    return new DomesticPart(fields, order);
  }

  private static List<String> shuffled(Set<String> keys, SecureRandom random) {
    List<String> order = new ArrayList<>(keys);
    Collections.shuffle(order, random);
    return order;
  }

  /** Returns true when {@code other} gives the same persons, in the same classes, to the same. */
  boolean saysTheSameAs(MadeTable other) {
    return study.equals(other.study)
        && datasets.equals(other.datasets)
        && group.equals(other.group)
        && exporter.equals(other.exporter)
        && sensitive == other.sensitive
        && k == other.k
        && subjects.equals(other.subjects)
        && persons().equals(other.persons())
        && classNumbers(persons()).equals(other.classNumbers(persons()));
  }

  private List<String> persons() {
    return List.copyOf(new TreeMap<>(classOf).keySet());
  }

  /** Returns the classes of persons, numbered as they first occur. */
  private List<Integer> classNumbers(List<String> order) {
    Map<String, Integer> numbers = new HashMap<>();
    return order.stream()
        .map(person -> requireNonNull(classOf.get(person), "class of a person"))
        .map(name -> numbers.computeIfAbsent(name, unseen -> numbers.size()))
        .toList();
  }

  private ObjectNode parameters() {
    ObjectNode parameters =
        JsonNodeFactory.instance
            .objectNode()
            .put("study", study)
            .put("exporter", exporter)
            .put("sensitive", sensitive)
            .put("k", k);
    datasets.forEach(parameters.putArray("datasets")::add);
    group.forEach(parameters.putArray("group")::add);
    return parameters;
  }

  /** Tells whether a part says of which table it is; an erasure may have taken that. */
  static boolean readable(DomesticPart part) {
    JsonNode parameters = part.fields().get(FIELD);
    return parameters != null
        && parameters.path("study").isTextual()
        && parameters.path("exporter").isTextual();
  }

  /** Reads the domestic part of a table's entry back, where it is {@link #readable}. */
  static MadeTable read(long index, DomesticPart part) {
    JsonNode parameters = part.fields().getOrDefault(FIELD, JsonNodeFactory.instance.objectNode());
    JsonNode classes = part.fields().getOrDefault(CLASSES, JsonNodeFactory.instance.arrayNode());
    Map<String, String> classOf = new HashMap<>();
    for (int i = 0; i < part.persons().size(); i++) {
      classOf.put(part.persons().get(i), Integer.toString(classes.path(i).intValue()));
    }
    return new MadeTable(
        index,
        parameters.path("study").textValue(),
        datasets(parameters),
        new TreeSet<>(texts(parameters.path("group"))),
        parameters.path("exporter").textValue(),
        parameters.path("sensitive").booleanValue(),
        parameters.path("k").intValue(),
        classOf,
        texts(part.fields().getOrDefault(SUBJECTS, JsonNodeFactory.instance.arrayNode())),
        values(part));
  }

  /** Entries of tables whose models look at no values hold none, nor do those of old. */
  private static JudgedValues values(DomesticPart part) {
    JsonNode models = part.fields().get(MODELS);
    JsonNode values = part.fields().get(VALUES);
    return models == null || values == null
        ? JudgedValues.NONE
        : JudgedValues.read(models, values, part.persons());
  }

  /** Entries of tables that were made alone used to name one dataset. */
  private static SortedSet<String> datasets(JsonNode parameters) {
    return parameters.has("dataset")
        ? new TreeSet<>(Set.of(parameters.path("dataset").asText()))
        : new TreeSet<>(texts(parameters.path("datasets")));
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }
}
