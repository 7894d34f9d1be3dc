package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.hierarchy.TableHierarchy;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The sensitive values of everybody who is counted in a release, as far as the models of its plan
 * look at them: enough to say of any group of persons whether its values meet these models.
 *
 * <p>Values are numbers, in their order, and so are the forms of hierarchies, so that what is
 * remembered of a release holds no value; but which persons have the same one it does tell, and it
 * stays in China. Models that compare with the whole table compare with everybody who is counted,
 * released or not.
 *
 * <p>Immutable; any thread may use it.
 */
public final class JudgedValues {
  /** What there is to say where no model looks at values: every group meets the models. */
  public static final JudgedValues NONE =
      new JudgedValues(List.of(), List.of(), List.of(), List.of());

  private static final int NO_GROUP = SubjectClasses.NONE;

  private final List<ModelSpec> models;
  private final List<Attribute> attributes;
  private final List<Holder> holders;
  private final List<Holder> others;
  private final int[] holderOfRow;
  private final List<Column> columns;
  private final ModelSet bound;

  private JudgedValues(
      List<ModelSpec> models,
      List<Attribute> attributes,
      List<Holder> holders,
      List<Holder> others) {
    this.models = List.copyOf(models);
    this.attributes = List.copyOf(attributes);
    this.holders = List.copyOf(holders);
    this.others = List.copyOf(others);
    List<Holder> all = new ArrayList<>(holders);
    all.addAll(others);
    this.holderOfRow = holderOfRow(all);
    List<SensitiveAttribute> sensitive = new ArrayList<>();
    for (int number = 0; number < attributes.size(); number++) {
      sensitive.add(sensitive(number, all));
    }
    this.columns = sensitive.stream().map(SensitiveAttribute::column).toList();
    SensitiveCounts whole =
        SensitiveCounts.of(new int[holderOfRow.length], holderOfRow, 1, columns);
    this.bound =
        new ModelBinder(sensitive, whole.totals(), all.size(), whole.unit())
            .bind(whole.unit() == 1 ? models : defined(models), Map.of());
  }

  /**
   * Takes the values of counted subjects.
   *
   * @param models the models of the plan
   * @param attributes the attributes that they look at, over the rows of counted subjects
   * @param subjectOfRow the subject of each of these rows
   * @param nameOf the name of a subject
   * @param isReleased whether a subject is released
   */
  static JudgedValues of(
      List<ModelSpec> models,
      List<SensitiveAttribute> attributes,
      int[] subjectOfRow,
      IntFunction<String> nameOf,
      IntFunction<Boolean> isReleased) {
    List<ModelSpec> ofValues =
        models.stream().filter(model -> model.sensitiveAttribute().isPresent()).toList();
    if (ofValues.isEmpty()) {
      return NONE;
    }
    int[][] ranks = attributes.stream().map(SensitiveAttribute::ranks).toArray(int[][]::new);
    Map<Integer, List<Integer>> rowsOf = new LinkedHashMap<>();
    for (int row = 0; row < subjectOfRow.length; row++) {
      rowsOf.computeIfAbsent(subjectOfRow[row], unseen -> new ArrayList<>()).add(row);
    }
    List<Holder> holders = new ArrayList<>();
    List<Holder> others = new ArrayList<>();
    rowsOf.forEach(
        (subject, rows) -> {
          int[][] values = new int[ranks.length][];
          for (int number = 0; number < values.length; number++) {
            Column column = attributes.get(number).column();
            int[] rankOf = ranks[number];
            values[number] =
                rows.stream()
                    .mapToInt(row -> rankOf[column.code(row)])
                    .sorted()
                    .distinct()
                    .toArray();
          }
          (isReleased.apply(subject) ? holders : others)
              .add(new Holder(nameOf.apply(subject), values));
        });
    List<Attribute> kept = new ArrayList<>();
    for (int number = 0; number < ranks.length; number++) {
      kept.add(attribute(ofValues, attributes.get(number), ranks[number]));
    }
    return new JudgedValues(ofValues, kept, holders, others);
  }

  private static Attribute attribute(
      List<ModelSpec> models, SensitiveAttribute sensitive, int[] ranks) {
    String name = sensitive.column().name();
    boolean isTree =
        models.stream()
            .anyMatch(
                model ->
                    model instanceof ModelSpec.TCloseness closeness
                        && closeness.attribute().equals(name)
                        && closeness.distance() == ModelSpec.Distance.HIERARCHICAL);
    if (!isTree) {
      return new Attribute(name, new int[0][]);
    }
    GeneralisedColumn tree = new GeneralisedColumn(sensitive.column(), sensitive.hierarchy());
    int[][] forms = new int[tree.levels() - 1][ranks.length];
    for (int level = 0; level < forms.length; level++) {
      for (int code = 0; code < ranks.length; code++) {
        forms[level][ranks[code]] = tree.code(level + 1, code);
      }
    }
    return new Attribute(name, forms);
  }

  /** Returns whether no model looks at values. */
  public boolean isEmpty() {
    return models.isEmpty();
  }

  /**
   * Returns these values with persons in the place of subjects. A person with several subjects has
   * the values of all of them, and is released if one of them is.
   *
   * @param personOf the person of each subject
   */
  public JudgedValues of(Map<String, String> personOf) {
    Map<String, Holder> released = new LinkedHashMap<>();
    Map<String, Holder> left = new LinkedHashMap<>();
    for (Holder holder : holders) {
      released.merge(person(holder, personOf), holder, Holder::with);
    }
    for (Holder holder : others) {
      String person = person(holder, personOf);
      (released.containsKey(person) ? released : left).merge(person, holder, Holder::with);
    }
    return new JudgedValues(models, attributes, named(released), named(left));
  }

  private static String person(Holder holder, Map<String, String> personOf) {
    return requireNonNull(personOf.get(holder.name), "person of a subject");
  }

  private static List<Holder> named(Map<String, Holder> byName) {
    List<Holder> named = new ArrayList<>();
    byName.forEach((name, holder) -> named.add(new Holder(name, holder.values)));
    return named;
  }

  /**
   * Returns for each group whether the values of those of its persons who are released meet the
   * models; a group of nobody does.
   *
   * @param groupOf the group of a person who is released, from 0 on, or -1
   */
  public boolean[] met(ToIntFunction<String> groupOf, int groups) {
    boolean[] met = new boolean[groups];
    Arrays.fill(met, true);
    if (isEmpty() || groups == 0) {
      return met;
    }
    Grouping grouping = new Grouping();
    grouping.starts = new int[1];
    grouping.classCount = groups;
    grouping.reserveClasses(groups, 0);
    int[] groupOfHolder = new int[holders.size() + others.size()];
    Arrays.fill(groupOfHolder, NO_GROUP);
    for (int number = 0; number < holders.size(); number++) {
      int group = groupOf.applyAsInt(holders.get(number).name);
      if (group >= 0) {
        groupOfHolder[number] = group;
        grouping.subjects[group]++;
      }
    }
    int[] groupOfRow = Arrays.stream(holderOfRow).map(holder -> groupOfHolder[holder]).toArray();
    grouping.spreads = SensitiveCounts.of(groupOfRow, holderOfRow, groups, columns).spreads();
    ClassView view = new ClassView(grouping);
    for (int group = 0; group < groups; group++) {
      view.at(group);
      met[group] =
          grouping.subjects[group] == 0
              || bound.ofClasses().stream().allMatch(model -> model.accepts(view));
    }
    return met;
  }

  /** Returns what is not of one released person: models, forms, and values of all others. */
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode specs = json.putArray("models");
    models.forEach(model -> specs.add(ModelJson.tree(model)));
    ArrayNode names = json.putArray("attributes");
    for (Attribute attribute : attributes) {
      ArrayNode forms = names.addObject().put("name", attribute.name).putArray("forms");
      for (int[] level : attribute.forms) {
        forms.add(numbers(level));
      }
    }
    // Sorted, for the order of rows says something of persons.
    ArrayNode unnamed = json.putArray("others");
    others.stream()
        .map(Holder::toJson)
        .sorted(Comparator.comparing(ArrayNode::toString))
        .forEach(unnamed::add);
    return json;
  }

  /**
   * Returns the values of released persons.
   *
   * @param order their names
   */
  public ArrayNode valuesOf(List<String> order) {
    Map<String, Holder> byName = new LinkedHashMap<>();
    holders.forEach(holder -> byName.put(holder.name, holder));
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    order.forEach(name -> values.add(requireNonNull(byName.get(name), "a person").toJson()));
    return values;
  }

  /**
   * Reads what {@link #toJson} and {@link #valuesOf} returned.
   *
   * @param values the values of persons, in their order
   * @param order the names of the persons
   * @throws IllegalArgumentException if it is something else
   */
  public static JudgedValues read(JsonNode json, JsonNode values, List<String> order) {
    if (values.size() != order.size()) {
      throw new IllegalArgumentException("not the values of these persons");
    }
    List<ModelSpec> models = new ArrayList<>();
    json.required("models").forEach(model -> models.add(ModelJson.read(model)));
    List<Attribute> attributes = new ArrayList<>();
    for (JsonNode attribute : json.required("attributes")) {
      List<int[]> forms = new ArrayList<>();
      attribute.required("forms").forEach(level -> forms.add(numbers(level)));
      attributes.add(
          new Attribute(attribute.required("name").asText(), forms.toArray(new int[0][])));
    }
    List<Holder> holders = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      holders.add(Holder.read(order.get(i), values.get(i), attributes.size()));
    }
    List<Holder> others = new ArrayList<>();
    json.required("others").forEach(of -> others.add(Holder.read("", of, attributes.size())));
    return new JudgedValues(models, attributes, holders, others);
  }

  @Override
  public String toString() {
    return "JudgedValues[" + models.size() + " models]";
  }

  private static ArrayNode numbers(int[] numbers) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    Arrays.stream(numbers).forEach(json::add);
    return json;
  }

  private static int[] numbers(JsonNode json) {
    int[] numbers = new int[json.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!json.get(i).isInt() || json.get(i).intValue() < 0) {
        throw new IllegalArgumentException("not the number of a value");
      }
      numbers[i] = json.get(i).intValue();
    }
    return numbers;
  }

  /** Returns the models with estimators that are defined where somebody has several values. */
  private static List<ModelSpec> defined(List<ModelSpec> models) {
    return models.stream()
        .map(
            model ->
                model instanceof ModelSpec.EntropyLDiversity entropy
                    ? new ModelSpec.EntropyLDiversity(
                        entropy.attribute(), entropy.l(), ModelSpec.Estimator.SHANNON)
                    : model)
        .toList();
  }

  /** Returns rows that hold each value of a holder at least once. */
  private static int[] holderOfRow(List<Holder> all) {
    return IntStream.range(0, all.size())
        .flatMap(number -> IntStream.generate(() -> number).limit(all.get(number).rows()))
        .toArray();
  }

  private SensitiveAttribute sensitive(int number, List<Holder> all) {
    int[] numbers = new int[holderOfRow.length];
    int next = 0;
    for (Holder holder : all) {
      for (int row = 0; row < holder.rows(); row++) {
        int[] own = holder.values[number];
        numbers[next++] = own[Math.min(row, own.length - 1)];
      }
    }
    int values = Arrays.stream(numbers).max().orElse(-1) + 1;
    List<@Nullable String> names = new ArrayList<>();
    IntStream.range(0, values).forEach(value -> names.add(Integer.toString(value)));
    Attribute attribute = attributes.get(number);
    return new SensitiveAttribute(
        Column.of(attribute.name, names, numbers),
        ValueType.INTEGER,
        attribute.hierarchy(values),
        row -> "a remembered value");
  }

  /**
   * An attribute.
   *
   * @param forms for each level of its hierarchy from 1 on, if a model looks at it, the number of
   *     the form of each value
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Attribute(String name, int[][] forms) {
    private Hierarchy hierarchy(int values) {
      if (forms.length == 0 || values == 0) {
        return FlatHierarchy.INSTANCE;
      }
      TableBuilder table =
          Table.builder(
              IntStream.rangeClosed(0, forms.length).mapToObj(Integer::toString).toList());
      for (int value = 0; value < values; value++) {
        table.add(0, Integer.toString(value));
        for (int level = 0; level < forms.length; level++) {
          table.add(level + 1, Integer.toString(forms[level][value]));
        }
        table.endRow();
      }
      return TableHierarchy.of(table.build());
    }
  }

  /**
   * Somebody with values.
   *
   * @param values the numbers of the different values of each attribute, rising
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Holder(String name, int[][] values) {
    private int rows() {
      return Arrays.stream(values).mapToInt(own -> own.length).max().orElse(0);
    }

    private Holder with(Holder other) {
      int[][] all = new int[values.length][];
      for (int number = 0; number < all.length; number++) {
        all[number] =
            IntStream.concat(Arrays.stream(values[number]), Arrays.stream(other.values[number]))
                .sorted()
                .distinct()
                .toArray();
      }
      return new Holder(name, all);
    }

    private ArrayNode toJson() {
      ArrayNode json = JsonNodeFactory.instance.arrayNode();
      for (int[] own : values) {
        if (own.length == 1) {
          json.add(own[0]);
        } else {
          json.add(numbers(own));
        }
      }
      return json;
    }

    private static Holder read(String name, JsonNode json, int attributes) {
      int[][] values = new int[attributes][];
      if (json.size() != attributes) {
        throw new IllegalArgumentException("not a value of each attribute");
      }
      for (int number = 0; number < attributes; number++) {
        JsonNode own = json.get(number);
        values[number] =
            numbers(own.isArray() ? own : JsonNodeFactory.instance.arrayNode().add(own));
        if (values[number].length == 0) {
          throw new IllegalArgumentException("not a value of each attribute");
        }
      }
      return new Holder(name, values);
    }

    @Override
    public String toString() {
      return "Holder";
    }
  }
}
