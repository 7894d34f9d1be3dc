package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ModelSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evaluates every combination of levels of an {@link AnyCase} straight from the definitions, with
 * texts and maps; shares nothing with the product's code.
 */
final class Definitions {
  private static final double EQUAL = 1e-9;

  private final AnyCase small;
  private final int width;
  private final List<String[]> released = new ArrayList<>();
  private final List<String[]> rest = new ArrayList<>();
  private final List<String[]> population;
  private final IdentityHashMap<String[], String> nameOf;
  private final double limit;
  private final Map<String, Double> sensitiveTotals0;
  private final Map<String, Double> sensitiveTotals1;

  /** Everything about one combination. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Result(
      int[] levels,
      boolean feasible,
      double[] loss,
      int suppressedRows,
      int classes,
      Collection<Group> groups) {
    int sum() {
      return Arrays.stream(levels).sum();
    }
  }

  /** Subjects whose rows look the same. */
  static final class Group {
    final Map<String, List<String[]>> subjects = new LinkedHashMap<>();
    final List<List<String[]>> persons = new ArrayList<>();
    int firstRow;
    boolean out;
    int table;

    int size() {
      return subjects.size();
    }

    int rows() {
      return subjects.values().stream().mapToInt(List::size).sum();
    }
  }

  Definitions(AnyCase small) {
    this.small = small;
    this.width = small.hierarchies.size();
    this.population = List.of(small.population);
    this.nameOf = new IdentityHashMap<>();
    this.limit = small.limit;
    for (int row = 0; row < small.rows.length; row++) {
      if (isKept(small.rows[row])) {
        (small.hasSubset() && !small.inSubset[row] ? rest : released).add(small.rows[row]);
      }
    }
    name(released, "r");
    name(rest, "o");
    name(population, "p");
    Collection<List<String[]>> everyone = bySubject(released).values();
    this.sensitiveTotals0 = shares(everyone, 0);
    this.sensitiveTotals1 = shares(everyone, 1);
  }

  /** Looks at some of the rows, of which all but one subject may be suppressed. */
  private Definitions(Definitions whole, List<String[]> released, List<String[]> population) {
    this.small = whole.small;
    this.width = whole.width;
    this.released.addAll(released);
    this.population = population;
    this.nameOf = whole.nameOf;
    this.limit = -1;
    this.sensitiveTotals0 = whole.sensitiveTotals0;
    this.sensitiveTotals1 = whole.sensitiveTotals1;
  }

  /**
   * Returns what is left for the next layer once {@code result} was released: who is in no released
   * class and, where values are asked about, in one that is too small; and of a population those
   * who are in no class of others.
   */
  Definitions after(Result result) {
    List<String[]> left = new ArrayList<>();
    List<String[]> persons = new ArrayList<>();
    int k =
        small.models.stream()
            .filter(ModelSpec.KAnonymity.class::isInstance)
            .mapToInt(model -> ((ModelSpec.KAnonymity) model).k())
            .max()
            .orElse(1);
    boolean isOfValues = small.models.stream().anyMatch(ModelSpec.OnAttribute.class::isInstance);
    for (Group group : result.groups()) {
      boolean goesOn = group.size() == 0 || (group.out && (!isOfValues || group.size() < k));
      if (goesOn) {
        left.addAll(rowsOf(group));
        group.persons.forEach(persons::addAll);
      }
    }
    left.sort(Comparator.comparingInt(row -> List.of(small.rows).indexOf(row)));
    return new Definitions(this, left, persons);
  }

  /** Returns whether nobody is left. */
  boolean isEmpty() {
    return released.isEmpty();
  }

  private void name(List<String[]> rows, String prefix) {
    for (int row = 0; row < rows.size(); row++) {
      nameOf.put(rows.get(row), small.hasSubjects ? rows.get(row)[width] : prefix + row);
    }
  }

  private boolean isKept(String[] row) {
    for (int i = 0; i < width; i++) {
      if (row[i] == null && small.missing.get(i) == MissingRule.SUPPRESS) {
        return false;
      }
    }
    return true;
  }

  private Map<String, List<String[]>> bySubject(List<String[]> rows) {
    Map<String, List<String[]>> subjects = new LinkedHashMap<>();
    for (String[] row : rows) {
      subjects.computeIfAbsent(nameOf.get(row), person -> new ArrayList<>()).add(row);
    }
    return subjects;
  }

  /** Adds up one for each subject, shared out among its different values. */
  private Map<String, Double> shares(Collection<List<String[]>> subjects, int attribute) {
    Map<String, Double> sums = new TreeMap<>();
    for (List<String[]> rows : subjects) {
      Set<String> values = new TreeSet<>();
      rows.forEach(row -> values.add(row[width + 1 + attribute]));
      values.forEach(value -> sums.merge(value, 1.0 / values.size(), Double::sum));
    }
    return sums;
  }

  List<Result> all() {
    List<Result> results = new ArrayList<>();
    int[] levels = new int[width];
    boolean more = true;
    while (more) {
      results.add(evaluate(levels.clone()));
      int i = width - 1;
      while (i >= 0 && levels[i] == height(i) - 1) {
        levels[i--] = 0;
      }
      more = i >= 0;
      if (more) {
        levels[i]++;
      }
    }
    return results;
  }

  private int height(int column) {
    return small.hierarchies.get(column)[0].length;
  }

  private Result evaluate(int[] levels) {
    Map<String, Group> groups = new LinkedHashMap<>();
    bySubject(released)
        .forEach((name, rows) -> group(groups, rows, levels).subjects.put(name, rows));
    bySubject(released).values().forEach(rows -> group(groups, rows, levels).table++);
    bySubject(rest).values().forEach(rows -> group(groups, rows, levels).table++);
    bySubject(population).values().forEach(rows -> group(groups, rows, levels).persons.add(rows));
    for (Group group : groups.values()) {
      group.firstRow = firstRow(group);
    }
    boolean possible = true;
    for (Group group : groups.values()) {
      if (group.size() == 0) {
        possible &= small.models.stream().allMatch(model -> acceptsEmpty(model, group));
      } else {
        group.out = !small.models.stream().allMatch(model -> accepts(model, group));
      }
    }
    List<Group> classes = groups.values().stream().filter(group -> group.size() > 0).toList();
    int subjects = classes.stream().mapToInt(Group::size).sum();
    long most =
        limit < 0
            ? subjects - 1
            : new BigDecimal(Double.toString(limit)).multiply(new BigDecimal(subjects)).longValue();
    boolean sampled = hasSampleModel();
    long suppressed = suppressed(classes, levels, sampled);
    if (sampled && possible && suppressed <= most) {
      suppressForSample(classes, levels);
      suppressed = suppressed(classes, levels, true);
    }
    boolean feasible = possible && suppressed <= most;
    double[] loss = loss(levels, classes);
    // Beside a model of the sample what stands for everything is not released, whatever it costs.
    classes.forEach(group -> group.out |= sampled && isFullyGeneralised(group, levels));
    int rows = classes.stream().filter(group -> group.out).mapToInt(Group::rows).sum();
    int kept = (int) classes.stream().filter(group -> !group.out).count();
    return new Result(levels, feasible, loss, rows, kept, groups.values());
  }

  private int firstRow(Group group) {
    return group.subjects.values().stream()
        .flatMap(List::stream)
        .mapToInt(row -> identityIndex(row))
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  private int identityIndex(String[] row) {
    for (int i = 0; i < released.size(); i++) {
      if (released.get(i) == row) {
        return i;
      }
    }
    return -1;
  }

  private Group group(Map<String, Group> groups, List<String[]> rows, int[] levels) {
    List<String> tuples = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder tuple = new StringBuilder();
      for (int i = 0; i < width; i++) {
        tuple.append(form(i, row[i], levels[i])).append('|');
      }
      tuples.add(tuple.toString());
    }
    Collections.sort(tuples);
    return groups.computeIfAbsent(String.join("\n", tuples), name -> new Group());
  }

  private boolean isRoot(int column, int level) {
    String[][] lines = small.hierarchies.get(column);
    return level > 0
        && level == height(column) - 1
        && Arrays.stream(lines).map(line -> line[level]).distinct().count() == 1;
  }

  private String form(int column, String value, int level) {
    String[][] lines = small.hierarchies.get(column);
    if (value == null) {
      return isRoot(column, level) ? lines[0][level] : "<missing>";
    }
    return Arrays.stream(lines).filter(line -> line[0].equals(value)).findFirst().get()[level];
  }

  private double share(int column, String value, int level) {
    String[][] lines = small.hierarchies.get(column);
    if (value == null && !isRoot(column, level)) {
      return small.missing.get(column) == MissingRule.MATCHES_ANYTHING ? 1 : 1.0 / lines.length;
    }
    String form = form(column, value, level);
    long leaves = Arrays.stream(lines).filter(line -> line[level].equals(form)).count();
    return (double) leaves / lines.length;
  }

  // Models

  private boolean hasSampleModel() {
    return small.models.stream()
        .anyMatch(
            model ->
                model instanceof ModelSpec.AverageRisk
                    || model instanceof ModelSpec.SampleUniqueness);
  }

  private static boolean acceptsEmpty(ModelSpec model, Group group) {
    return !(model instanceof ModelSpec.DeltaPresence presence)
        || group.table == 0
        || presence.min() == 0;
  }

  private boolean accepts(ModelSpec spec, Group group) {
    int n = group.size();
    if (spec instanceof ModelSpec.KAnonymity model) {
      return n >= model.k();
    }
    if (spec instanceof ModelSpec.KMap model) {
      return group.persons.size() >= model.k();
    }
    if (spec instanceof ModelSpec.DeltaPresence model) {
      double share = (double) n / group.table;
      return share >= model.min() && share <= model.max();
    }
    if (spec instanceof ModelSpec.OnAttribute model) {
      int attribute = model.attribute().equals("s0") ? 0 : 1;
      return accepts(model, attribute, shares(group.subjects.values(), attribute), n);
    }
    return true;
  }

  private boolean accepts(
      ModelSpec.OnAttribute spec, int attribute, Map<String, Double> h, double n) {
    if (spec instanceof ModelSpec.DistinctLDiversity model) {
      return n >= model.l() && h.size() >= Math.ceil(model.l());
    }
    if (spec instanceof ModelSpec.EntropyLDiversity model) {
      boolean shannon = model.estimator() == ModelSpec.Estimator.SHANNON;
      double sum =
          h.values().stream()
              .mapToDouble(each -> each * (shannon ? Math.log(each) : grassberger(each)))
              .sum();
      double psi = shannon ? Math.log(n) : grassberger(n);
      return n >= model.l()
          && h.size() >= Math.ceil(model.l())
          && sum <= n * (psi - Math.log(model.l())) + EQUAL;
    }
    if (spec instanceof ModelSpec.RecursiveLDiversity model) {
      List<Double> sorted = new ArrayList<>(h.values());
      sorted.sort(Comparator.reverseOrder());
      double rare = 0;
      for (int i = model.l() - 1; i < sorted.size(); i++) {
        rare += sorted.get(i);
      }
      return n >= model.l() && sorted.size() >= model.l() && sorted.get(0) < model.c() * rare;
    }
    Map<String, Double> whole = attribute == 0 ? sensitiveTotals0 : sensitiveTotals1;
    double all = whole.values().stream().mapToDouble(each -> each).sum();
    Map<String, Double> differences = new HashMap<>();
    whole.forEach(
        (value, total) -> differences.put(value, h.getOrDefault(value, 0.0) / n - total / all));
    if (spec instanceof ModelSpec.TCloseness model) {
      return distance(model.distance(), attribute, differences) <= model.t();
    }
    ModelSpec.BetaLikeness model = (ModelSpec.BetaLikeness) spec;
    for (Map.Entry<String, Double> each : differences.entrySet()) {
      double share = whole.get(each.getKey()) / all;
      double bound = model.enhanced() ? Math.min(model.beta(), -Math.log(share)) : model.beta();
      if (each.getValue() > 0 && each.getValue() / share > bound) {
        return false;
      }
    }
    return true;
  }

  private double distance(
      ModelSpec.Distance distance, int attribute, Map<String, Double> differences) {
    return switch (distance) {
      case EQUAL -> differences.values().stream().mapToDouble(Math::abs).sum() / 2;
      case ORDERED -> ordered(attribute, differences);
      case HIERARCHICAL -> hierarchical(differences);
    };
  }

  private static double ordered(int attribute, Map<String, Double> differences) {
    List<String> values = new ArrayList<>(differences.keySet());
    values.sort(
        attribute == 0 ? Comparator.naturalOrder() : Comparator.comparingInt(Integer::parseInt));
    double cumulated = 0;
    double sum = 0;
    for (String value : values) {
      cumulated += differences.get(value);
      sum += Math.abs(cumulated);
    }
    return values.size() < 2 ? 0 : sum / (values.size() - 1);
  }

  /** Carries what is too much to where it is missing, from the lowest common ancestors up. */
  private double hierarchical(Map<String, Double> differences) {
    int levels = small.sensitiveTree[0].length;
    Set<String> tops = new HashSet<>();
    for (String[] line : small.sensitiveTree) {
      if (differences.containsKey(line[0])) {
        tops.add(line[levels - 1]);
      }
    }
    int height = levels > 1 && tops.size() <= 1 ? levels - 1 : levels;
    Map<String, Double> nodes = new HashMap<>(differences);
    double cost = 0;
    for (int level = 1; level <= height; level++) {
      Map<String, double[]> sides = new HashMap<>();
      for (Map.Entry<String, Double> node : nodes.entrySet()) {
        double[] side = sides.computeIfAbsent(parent(node.getKey(), level), name -> new double[2]);
        side[node.getValue() > 0 ? 0 : 1] += Math.abs(node.getValue());
      }
      nodes.clear();
      for (Map.Entry<String, double[]> each : sides.entrySet()) {
        double[] side = each.getValue();
        cost += (double) level / height * Math.min(side[0], side[1]);
        nodes.put(each.getKey(), side[0] - side[1]);
      }
    }
    return cost;
  }

  /** Returns the form at {@code level} of a form at the level below, or the added root. */
  private String parent(String form, int level) {
    if (level == small.sensitiveTree[0].length) {
      return "<root>";
    }
    return Arrays.stream(small.sensitiveTree)
        .filter(line -> line[level - 1].equals(form))
        .findFirst()
        .get()[level];
  }

  private static double grassberger(double count) {
    double sum = -0.5772156649015329 - Math.log(2);
    for (int k = 1; k <= (int) count / 2; k++) {
      sum += 2.0 / (2 * k - 1);
    }
    return sum;
  }

  private boolean isFullyGeneralised(Group group, int[] levels) {
    for (int i = 0; i < width; i++) {
      for (List<String[]> rows : group.subjects.values()) {
        for (String[] row : rows) {
          if (levels[i] != height(i) - 1 || levels[i] == 0 || share(i, row[i], levels[i]) < 1) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private long suppressed(List<Group> classes, int[] levels, boolean sampled) {
    return classes.stream()
        .filter(group -> group.out && !(sampled && isFullyGeneralised(group, levels)))
        .mapToInt(Group::size)
        .sum();
  }

  private void suppressForSample(List<Group> classes, int[] levels) {
    List<Group> left = new ArrayList<>();
    for (Group group : classes) {
      if (!group.out && !isFullyGeneralised(group, levels)) {
        left.add(group);
      }
    }
    left.sort(
        Comparator.comparingInt(Group::size)
            .thenComparingDouble(group -> classLoss(group, levels))
            .thenComparingInt(group -> group.firstRow));
    while (!isSampleAccepted(left)) {
      left.remove(0).out = true;
    }
  }

  private boolean isSampleAccepted(List<Group> left) {
    double subjects = left.stream().mapToInt(Group::size).sum();
    double singles = left.stream().filter(group -> group.size() == 1).count();
    for (ModelSpec spec : small.models) {
      if (spec instanceof ModelSpec.AverageRisk model
          && subjects > 0
          && left.size() / subjects > model.threshold()) {
        return false;
      }
      if (spec instanceof ModelSpec.SampleUniqueness model
          && subjects > 0
          && singles / subjects > model.threshold()) {
        return false;
      }
    }
    return true;
  }

  private double classLoss(Group group, int[] levels) {
    if (small.metric.type() != MetricSpec.Type.LOSS) {
      return 0;
    }
    double[] x = new double[width];
    for (String[] row : group.subjects.values().iterator().next()) {
      for (int i = 0; i < width; i++) {
        x[i] += group.size() * share(i, row[i], levels[i]);
      }
    }
    return aggregate(x)[0];
  }

  // Metrics

  private double[] loss(int[] levels, List<Group> classes) {
    double gs = small.metric.gsFactor();
    double s = Math.min(1, 2 * gs);
    double g = gs <= 0.5 ? 1 : 1 - 2 * (gs - 0.5);
    double rows = released.size();
    double out = classes.stream().filter(group -> group.out).mapToInt(Group::rows).sum();
    double kept = classes.stream().filter(group -> !group.out).count();
    boolean mono = small.metric.monotonic();
    double[] x = new double[width];
    for (int i = 0; i < width; i++) {
      x[i] =
          switch (small.metric.type()) {
            case LOSS -> domainShare(i, levels[i], classes, s, g);
            case NON_UNIFORM_ENTROPY -> entropy(i, levels[i], classes, mono ? 0 : s, g);
            case PRECISION -> precision(i, levels[i], rows, out, mono ? -1 : s, g);
            case HEIGHT -> levels[i];
            default -> 0;
          };
    }
    return switch (small.metric.type()) {
      case AECS -> new double[] {rows == 0 ? 0 : rows / (kept * s + (out > 0 ? g : 0))};
      case DISCERNIBILITY ->
          new double[] {
            classes.stream()
                .mapToDouble(c -> c.out ? rows * c.rows() : (double) c.rows() * c.rows())
                .sum()
          };
      case DISCERNIBILITY_STAR ->
          new double[] {classes.stream().mapToDouble(c -> (double) c.rows() * c.rows()).sum()};
      default -> aggregate(x);
    };
  }

  private static List<String[]> rowsOf(Group group) {
    return group.subjects.values().stream().flatMap(List::stream).toList();
  }

  private double domainShare(int column, int level, List<Group> classes, double s, double g) {
    double sum = 0;
    for (Group group : classes) {
      for (String[] row : rowsOf(group)) {
        double share = share(column, row[column], level);
        sum += group.out ? (s == 1 ? 1 : share + s * (1 - share)) : g * share;
      }
    }
    double rows = released.size();
    double least = g * rows / small.hierarchies.get(column).length;
    return floor(rows - least <= 1e-12 ? 0 : Math.max(0, (sum - least) / (rows - least)));
  }

  private double entropy(int column, int level, List<Group> classes, double s, double g) {
    Map<String, Double> values = new HashMap<>();
    Map<String, Double> forms = new HashMap<>();
    Map<String, Double> suppressed = new HashMap<>();
    double out = 0;
    for (Group group : classes) {
      for (String[] row : rowsOf(group)) {
        values.merge(String.valueOf(row[column]), 1.0, Double::sum);
        forms.merge(form(column, row[column], level), 1.0, Double::sum);
        if (group.out) {
          suppressed.merge(form(column, row[column], level), 1.0, Double::sum);
          out++;
        }
      }
    }
    double sum = 0;
    for (Map.Entry<String, Double> value : values.entrySet()) {
      String original = value.getKey().equals("null") ? null : value.getKey();
      double form = forms.get(form(column, original, level));
      sum -= g * value.getValue() * Math.log(value.getValue() / form) / Math.log(2);
    }
    for (double count : suppressed.values()) {
      sum -= s * count * Math.log(count / out) / Math.log(2);
    }
    return floor(sum);
  }

  /** Cuts off all but ten decimals of a number that may be a little below its true value. */
  private static double floor(double x) {
    return Math.floor(x * 1e10 + 1e-5 * Math.max(1, 100 * x)) / 1e10;
  }

  private double precision(int column, int level, double rows, double out, double s, double g) {
    double climbed = height(column) == 1 ? 0 : g * level / (height(column) - 1);
    if (s < 0 || height(column) == 1 || rows == 0) {
      return climbed;
    }
    return ((rows - out) * climbed + out * s) / rows;
  }

  private double[] aggregate(double[] x) {
    double largest = Arrays.stream(small.weights).max().getAsDouble();
    double[] weighted = new double[width];
    double product = 1;
    for (int i = 0; i < width; i++) {
      weighted[i] = small.weights[i] / largest * x[i];
      product *= weighted[i] + 1;
    }
    double sum = Arrays.stream(weighted).sum();
    return switch (small.metric.aggregate()) {
      case SUM -> new double[] {sum};
      case ARITHMETIC_MEAN -> new double[] {sum / width};
      case MAXIMUM -> new double[] {Arrays.stream(weighted).max().getAsDouble()};
      case GEOMETRIC_MEAN -> new double[] {Math.pow(product, 1.0 / width) - 1};
      case RANK -> {
        Arrays.sort(weighted);
        double[] ranks = new double[width];
        for (int i = 0; i < width; i++) {
          ranks[i] = weighted[width - 1 - i];
        }
        yield ranks;
      }
    };
  }
}
