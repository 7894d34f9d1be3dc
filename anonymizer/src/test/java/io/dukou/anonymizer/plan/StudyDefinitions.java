package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.plan.StudyCase.SmallTable;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evaluates every combination of levels of a {@link StudyCase} straight from the definitions, with
 * texts and maps; shares nothing with the product's code.
 */
final class StudyDefinitions {
  private static final double EQUAL = 1e-9;

  private final StudyCase small;
  private final List<List<String[]>> kept = new ArrayList<>();
  private final List<int[]> dimensions = new ArrayList<>();
  private final Map<String, Person> persons = new LinkedHashMap<>();

  /** Everything about one combination. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Result(int[] levels, boolean feasible, double[] loss, int suppressedRows, int classes) {
    int sum() {
      return Arrays.stream(levels).sum();
    }
  }

  /** A subject with its rows in each table. */
  private static final class Person {
    final List<List<String[]>> rows = new ArrayList<>();
    int firstRow = Integer.MAX_VALUE;

    int rowCount() {
      return rows.stream().mapToInt(List::size).sum();
    }
  }

  /** Subjects who look the same in every table. */
  private static final class Group {
    final List<Person> members = new ArrayList<>();
    boolean out;

    int size() {
      return members.size();
    }

    int rows() {
      return members.stream().mapToInt(Person::rowCount).sum();
    }
  }

  StudyDefinitions(StudyCase small) {
    this.small = small;
    int number = 0;
    for (int t = 0; t < small.tables.size(); t++) {
      SmallTable table = small.tables.get(t);
      kept.add(new ArrayList<>());
      for (int i = 0; i < table.width(); i++) {
        dimensions.add(new int[] {t, i});
      }
      for (String[] row : table.rows) {
        if (isKept(table, row)) {
          kept.get(t).add(row);
          Person person = persons.computeIfAbsent(row[table.width() + 1], name -> person());
          person.rows.get(t).add(row);
          person.firstRow = Math.min(person.firstRow, number++);
        }
      }
    }
  }

  private Person person() {
    Person person = new Person();
    small.tables.forEach(table -> person.rows.add(new ArrayList<>()));
    return person;
  }

  private static boolean isKept(SmallTable table, String[] row) {
    for (int i = 0; i < table.width(); i++) {
      if (row[i] == null && table.missing.get(i) == MissingRule.SUPPRESS) {
        return false;
      }
    }
    return true;
  }

  List<Result> all() {
    List<Result> results = new ArrayList<>();
    int[] levels = new int[dimensions.size()];
    int i = 0;
    while (i >= 0) {
      results.add(evaluate(levels.clone()));
      i = levels.length - 1;
      while (i >= 0 && levels[i] == height(i) - 1) {
        levels[i--] = 0;
      }
      if (i >= 0) {
        levels[i]++;
      }
    }
    return results;
  }

  private String[][] hierarchy(int dimension) {
    int[] place = dimensions.get(dimension);
    return small.tables.get(place[0]).hierarchies.get(place[1]);
  }

  private int height(int dimension) {
    return hierarchy(dimension)[0].length;
  }

  private Result evaluate(int[] levels) {
    Map<String, Group> groups = new LinkedHashMap<>();
    for (Person person : persons.values()) {
      groups.computeIfAbsent(look(person, levels), name -> new Group()).members.add(person);
    }
    Collection<Group> classes = groups.values();
    for (Group group : classes) {
      group.out = !small.models.stream().allMatch(model -> accepts(model, group));
    }
    long most =
        new BigDecimal(Double.toString(small.limit))
            .multiply(new BigDecimal(persons.size()))
            .longValue();
    boolean sampled = small.models.stream().anyMatch(StudyDefinitions::isOfSample);
    long suppressed = suppressed(classes, levels, sampled);
    if (sampled && suppressed <= most) {
      suppressForSample(classes, levels);
      suppressed = suppressed(classes, levels, true);
    }
    double[] loss = loss(levels, classes);
    // Beside a model of the sample what stands for everything is not released, whatever it costs.
    classes.forEach(group -> group.out |= sampled && isFullyGeneralised(group, levels));
    int rows = classes.stream().filter(group -> group.out).mapToInt(Group::rows).sum();
    int left = (int) classes.stream().filter(group -> !group.out).count();
    return new Result(levels, suppressed <= most, loss, rows, left);
  }

  /** What a recipient who joins all tables sees of a subject. */
  private String look(Person person, int[] levels) {
    StringBuilder look = new StringBuilder();
    for (int t = 0; t < small.tables.size(); t++) {
      List<String> tuples = new ArrayList<>();
      for (String[] row : person.rows.get(t)) {
        StringBuilder tuple = new StringBuilder();
        for (int d = 0; d < levels.length; d++) {
          if (dimensions.get(d)[0] == t) {
            tuple.append(form(d, row[dimensions.get(d)[1]], levels[d])).append('|');
          }
        }
        tuples.add(tuple.toString());
      }
      Collections.sort(tuples);
      look.append(String.join(" & ", tuples)).append('\n');
    }
    return look.toString();
  }

  private boolean isRoot(int dimension, int level) {
    String[][] lines = hierarchy(dimension);
    return level > 0
        && level == height(dimension) - 1
        && Arrays.stream(lines).map(line -> line[level]).distinct().count() == 1;
  }

  private String form(int dimension, String value, int level) {
    String[][] lines = hierarchy(dimension);
    if (value == null) {
      return isRoot(dimension, level) ? lines[0][level] : "<missing>";
    }
    return Arrays.stream(lines).filter(line -> line[0].equals(value)).findFirst().get()[level];
  }

  private double share(int dimension, String value, int level) {
    String[][] lines = hierarchy(dimension);
    if (value == null && !isRoot(dimension, level)) {
      int[] place = dimensions.get(dimension);
      MissingRule rule = small.tables.get(place[0]).missing.get(place[1]);
      return rule == MissingRule.MATCHES_ANYTHING ? 1 : 1.0 / lines.length;
    }
    String form = form(dimension, value, level);
    long leaves = Arrays.stream(lines).filter(line -> line[level].equals(form)).count();
    return (double) leaves / lines.length;
  }

  // Models

  private static boolean isOfSample(ModelSpec model) {
    return model instanceof ModelSpec.AverageRisk || model instanceof ModelSpec.SampleUniqueness;
  }

  /** Adds up one for each subject, shared out among its different values in one table. */
  private Map<String, Double> shares(Collection<Person> people, int t) {
    Map<String, Double> sums = new TreeMap<>();
    int column = small.tables.get(t).width();
    for (Person person : people) {
      Set<String> values = new TreeSet<>();
      person.rows.get(t).forEach(row -> values.add(row[column] == null ? "<none>" : row[column]));
      if (values.isEmpty()) {
        values.add("<none>");
      }
      values.forEach(value -> sums.merge(value, 1.0 / values.size(), Double::sum));
    }
    return sums;
  }

  private boolean accepts(ModelSpec spec, Group group) {
    double n = group.size();
    if (spec instanceof ModelSpec.KAnonymity model) {
      return n >= model.k();
    }
    if (!(spec instanceof ModelSpec.OnAttribute about)) {
      return true;
    }
    int t = about.attribute().charAt(1) - '0';
    Map<String, Double> h = shares(group.members, t);
    if (spec instanceof ModelSpec.DistinctLDiversity model) {
      return n >= model.l() && h.size() >= Math.ceil(model.l());
    }
    if (spec instanceof ModelSpec.EntropyLDiversity model) {
      double entropy = 0;
      for (double each : h.values()) {
        entropy -= each / n * Math.log(each / n);
      }
      return n >= model.l()
          && h.size() >= Math.ceil(model.l())
          && entropy >= Math.log(model.l()) - EQUAL;
    }
    if (spec instanceof ModelSpec.RecursiveLDiversity model) {
      List<Double> sorted = new ArrayList<>(h.values());
      sorted.sort(Comparator.reverseOrder());
      double rare = sorted.stream().skip(model.l() - 1L).mapToDouble(each -> each).sum();
      return n >= model.l() && sorted.size() >= model.l() && sorted.get(0) < model.c() * rare;
    }
    return isClose(spec, h, n, shares(persons.values(), t));
  }

  private boolean isClose(
      ModelSpec spec, Map<String, Double> h, double n, Map<String, Double> whole) {
    double distance = 0;
    double growth = 0;
    for (Map.Entry<String, Double> each : whole.entrySet()) {
      double share = each.getValue() / persons.size();
      double difference = h.getOrDefault(each.getKey(), 0.0) / n - share;
      distance += Math.abs(difference) / 2;
      growth = Math.max(growth, difference / share);
    }
    return spec instanceof ModelSpec.TCloseness model
        ? distance <= model.t()
        : growth <= ((ModelSpec.BetaLikeness) spec).beta();
  }

  /** Only of a single table can a class be at the root of everything: else it tells its tables. */
  private boolean isFullyGeneralised(Group group, int[] levels) {
    if (small.tables.size() > 1) {
      return false;
    }
    for (Person person : group.members) {
      for (String[] row : person.rows.get(0)) {
        for (int d = 0; d < levels.length; d++) {
          if (levels[d] == 0 || levels[d] != height(d) - 1 || share(d, row[d], levels[d]) < 1) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private long suppressed(Collection<Group> classes, int[] levels, boolean sampled) {
    return classes.stream()
        .filter(group -> group.out && !(sampled && isFullyGeneralised(group, levels)))
        .mapToInt(Group::size)
        .sum();
  }

  private void suppressForSample(Collection<Group> classes, int[] levels) {
    List<Group> left = new ArrayList<>();
    for (Group group : classes) {
      if (!group.out && !isFullyGeneralised(group, levels)) {
        left.add(group);
      }
    }
    left.sort(
        Comparator.comparingInt(Group::size)
            .thenComparingDouble(group -> classLoss(group, levels))
            .thenComparingInt(
                group -> group.members.stream().mapToInt(p -> p.firstRow).min().orElse(0)));
    while (!isSampleAccepted(left)) {
      left.remove(0).out = true;
    }
  }

  private boolean isSampleAccepted(List<Group> left) {
    double subjects = left.stream().mapToInt(Group::size).sum();
    double singles = left.stream().filter(group -> group.size() == 1).count();
    for (ModelSpec spec : small.models) {
      boolean isRisky =
          spec instanceof ModelSpec.AverageRisk model && left.size() / subjects > model.threshold();
      boolean isUnique =
          spec instanceof ModelSpec.SampleUniqueness model
              && singles / subjects > model.threshold();
      if (subjects > 0 && (isRisky || isUnique)) {
        return false;
      }
    }
    return true;
  }

  private double classLoss(Group group, int[] levels) {
    if (small.metric.type() != MetricSpec.Type.LOSS) {
      return 0;
    }
    double[] x = new double[levels.length];
    Person one = group.members.get(0);
    for (int d = 0; d < levels.length; d++) {
      for (String[] row : one.rows.get(dimensions.get(d)[0])) {
        x[d] += group.size() * share(d, row[dimensions.get(d)[1]], levels[d]);
      }
    }
    return aggregate(x)[0];
  }

  // Metrics

  private double[] loss(int[] levels, Collection<Group> classes) {
    double gs = small.metric.gsFactor();
    double s = Math.min(1, 2 * gs);
    double g = gs <= 0.5 ? 1 : 1 - 2 * (gs - 0.5);
    double rows = kept.stream().mapToInt(List::size).sum();
    double out = classes.stream().filter(group -> group.out).mapToInt(Group::rows).sum();
    double left = classes.stream().filter(group -> !group.out).count();
    return switch (small.metric.type()) {
      case AECS -> new double[] {rows == 0 ? 0 : rows / (left * s + (out > 0 ? g : 0))};
      case DISCERNIBILITY ->
          new double[] {
            classes.stream()
                .mapToDouble(c -> c.out ? rows * c.rows() : (double) c.rows() * c.rows())
                .sum()
          };
      case DISCERNIBILITY_STAR ->
          new double[] {classes.stream().mapToDouble(c -> (double) c.rows() * c.rows()).sum()};
      default -> aggregate(losses(levels, classes, s, g));
    };
  }

  private double[] losses(int[] levels, Collection<Group> classes, double s, double g) {
    boolean mono = small.metric.monotonic();
    double[] x = new double[levels.length];
    for (int d = 0; d < x.length; d++) {
      List<String> released = new ArrayList<>();
      List<String> suppressed = new ArrayList<>();
      int[] place = dimensions.get(d);
      for (Group group : classes) {
        for (Person person : group.members) {
          for (String[] row : person.rows.get(place[0])) {
            (group.out ? suppressed : released).add(row[place[1]]);
          }
        }
      }
      x[d] =
          switch (small.metric.type()) {
            case LOSS -> domainShare(d, levels[d], released, suppressed, s, g);
            case NON_UNIFORM_ENTROPY ->
                entropy(d, levels[d], released, suppressed, mono ? 0 : s, g);
            case PRECISION ->
                precision(d, levels[d], released.size(), suppressed.size(), mono ? -1 : s, g);
            default -> levels[d];
          };
    }
    return x;
  }

  private double domainShare(
      int d, int level, List<String> released, List<String> suppressed, double s, double g) {
    double sum = 0;
    for (String value : released) {
      sum += g * share(d, value, level);
    }
    for (String value : suppressed) {
      double share = share(d, value, level);
      sum += s == 1 ? 1 : share + s * (1 - share);
    }
    double rows = released.size() + suppressed.size();
    double least = g * rows / hierarchy(d).length;
    double x = rows - least <= 1e-12 ? 0 : Math.max(0, (sum - least) / (rows - least));
    return Math.floor(x * 1e10 + 1e-5) / 1e10;
  }

  private double entropy(
      int d, int level, List<String> released, List<String> suppressed, double s, double g) {
    Map<String, Double> values = new HashMap<>();
    Map<String, Double> forms = new HashMap<>();
    Map<String, Double> hidden = new HashMap<>();
    List<String> all = new ArrayList<>(released);
    all.addAll(suppressed);
    for (String value : all) {
      values.merge(String.valueOf(value), 1.0, Double::sum);
      forms.merge(form(d, value, level), 1.0, Double::sum);
    }
    suppressed.forEach(value -> hidden.merge(form(d, value, level), 1.0, Double::sum));
    double sum = 0;
    for (Map.Entry<String, Double> value : values.entrySet()) {
      String original = value.getKey().equals("null") ? null : value.getKey();
      double form = forms.get(form(d, original, level));
      sum -= g * value.getValue() * Math.log(value.getValue() / form) / Math.log(2);
    }
    for (double count : hidden.values()) {
      sum -= s * count * Math.log(count / suppressed.size()) / Math.log(2);
    }
    return sum;
  }

  private double precision(int d, int level, double left, double out, double s, double g) {
    double climbed = height(d) == 1 ? 0 : g * level / (height(d) - 1);
    boolean isLevelOnly = s < 0 || height(d) == 1 || left + out == 0;
    return isLevelOnly ? climbed : (left * climbed + out * s) / (left + out);
  }

  private double[] aggregate(double[] x) {
    List<Double> weights = new ArrayList<>();
    small.tables.forEach(table -> weights.addAll(table.weights));
    double largest = Collections.max(weights);
    double[] weighted = new double[x.length];
    double product = 1;
    for (int i = 0; i < x.length; i++) {
      weighted[i] = weights.get(i) / largest * x[i];
      product *= weighted[i] + 1;
    }
    double sum = Arrays.stream(weighted).sum();
    double root = 1.0 / x.length;
    return switch (small.metric.aggregate()) {
      case SUM -> new double[] {sum};
      case ARITHMETIC_MEAN -> new double[] {sum / x.length};
      case MAXIMUM -> new double[] {Arrays.stream(weighted).max().getAsDouble()};
      case GEOMETRIC_MEAN -> new double[] {Math.pow(product, root) - 1};
      case RANK ->
          Arrays.stream(weighted)
              .boxed()
              .sorted(Comparator.reverseOrder())
              .mapToDouble(each -> each)
              .toArray();
    };
  }
}
