package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.DomesticPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has to be remembered of a protected table for as long as its recipients exist: who is in it,
 * in which class. It is the domestic part of the table's entry, so that a replay of the log brings
 * it back.
 *
 * @param index index of the table's entry
 * @param study the study
 * @param dataset the dataset
 * @param group the recipients it was made for, which count as one
 * @param exporter the exporter whose persons they are
 * @param sensitive whether the persons come with sensitive personal information
 * @param k what every class holds at least
 * @param classOf the class of each person, both opaque; a class means something in this table only
 */
record MadeTable(
    long index,
    String study,
    String dataset,
    SortedSet<String> group,
    String exporter,
    boolean sensitive,
    int k,
    Map<String, String> classOf) {
  private static final String FIELD = "table";
  private static final String CLASSES = "classes";

  /** Copies the collections. */
  MadeTable {
    requireNonNull(study, "study");
    requireNonNull(dataset, "dataset");
    requireNonNull(exporter, "exporter");
    group = Collections.unmodifiableSortedSet(new TreeSet<>(group));
    classOf = Map.copyOf(classOf);
  }

  /** Returns this table with the index that its entry got. */
  MadeTable at(long entry) {
    return new MadeTable(entry, study, dataset, group, exporter, sensitive, k, classOf);
  }

  /** Returns the persons in the order in which the entry lists them. */
  List<String> persons() {
    return List.copyOf(new TreeMap<>(classOf).keySet());
  }

  /** Returns the fields of the domestic part: the parameters, and one class number a person. */
  Map<String, JsonNode> fields() {
    ObjectNode parameters =
        JsonNodeFactory.instance
            .objectNode()
            .put("study", study)
            .put("dataset", dataset)
            .put("exporter", exporter)
            .put("sensitive", sensitive)
            .put("k", k);
    group.forEach(parameters.putArray("group")::add);
    ArrayNode classes = JsonNodeFactory.instance.arrayNode();
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : new TreeMap<>(classOf).values()) {
      classes.add(numbers.computeIfAbsent(name, unseen -> numbers.size()));
    }
    return Map.of(FIELD, parameters, CLASSES, classes);
  }

  /** Reads the domestic part of a table's entry back. */
  static MadeTable read(long index, DomesticPart part) {
    JsonNode parameters = part.fields().getOrDefault(FIELD, JsonNodeFactory.instance.objectNode());
    JsonNode classes = part.fields().getOrDefault(CLASSES, JsonNodeFactory.instance.arrayNode());
    List<String> group = new ArrayList<>();
    parameters.path("group").forEach(member -> group.add(member.textValue()));
    Map<String, String> classOf = new HashMap<>();
    for (int i = 0; i < part.persons().size(); i++) {
      classOf.put(part.persons().get(i), Integer.toString(classes.path(i).intValue()));
    }
    return new MadeTable(
        index,
        parameters.path("study").textValue(),
        parameters.path("dataset").textValue(),
        new TreeSet<>(group),
        parameters.path("exporter").textValue(),
        parameters.path("sensitive").booleanValue(),
        parameters.path("k").intValue(),
        classOf);
  }
}
