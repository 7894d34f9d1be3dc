package io.dukou.anonymizer.spec;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A specification of several tables of one study that are released together.
 *
 * <p>A sensitive attribute of a model is called {@code TABLE.COLUMN}.
 *
 * @param subject column that identifies a person, in every table
 * @param key released column that holds the pseudonym by which tables can be joined; null if they
 *     cannot
 * @param tables the tables, each with a name of its own; at least one
 * @param models what every released class must meet; at least one
 * @param suppressionLimit share of the subjects that may be suppressed, from 0 to 1
 * @param metric how information loss is measured
 */
public record StudySpec(
    String subject,
    @Nullable String key,
    List<TableSpec> tables,
    List<ModelSpec> models,
    double suppressionLimit,
    MetricSpec metric)
    implements Specification {
  /** Refuses what no plan can be made of. */
  public StudySpec {
    requireNonNull(metric, "metric");
    tables = List.copyOf(tables);
    models = List.copyOf(models);
    if (subject.isEmpty() || tables.isEmpty() || models.isEmpty()) {
      throw new IllegalArgumentException("subject, tables or models are missing");
    }
    if (tables.stream().map(TableSpec::name).distinct().count() < tables.size()) {
      throw new IllegalArgumentException("two tables have the same name");
    }
    if (!(suppressionLimit >= 0 && suppressionLimit <= 1)) {
      throw new IllegalArgumentException("suppressionLimit is not from 0 to 1");
    }
  }

  /** Returns the table called {@code name}. */
  public Optional<TableSpec> table(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /** Returns the largest k that a k-anonymity model asks for, or 1 if there is none. */
  public int k() {
    return models.stream()
        .filter(ModelSpec.KAnonymity.class::isInstance)
        .mapToInt(model -> ((ModelSpec.KAnonymity) model).k())
        .max()
        .orElse(1);
  }

  /**
   * Returns what is said of one table, as if it stood alone: k-anonymity with this k, and the
   * models of its own sensitive attributes.
   */
  public ReleaseSpec part(TableSpec table) {
    List<ModelSpec> own = new ArrayList<>();
    own.add(new ModelSpec.KAnonymity(k()));
    for (ModelSpec model : models) {
      if (model instanceof ModelSpec.OnAttribute about && isOf(table, about)) {
        own.add(about.about(columnOf(about)));
      }
    }
    return new ReleaseSpec(
        table.csv(), subject, table.attributes(), table.others(), own, suppressionLimit, metric);
  }

  /** Returns whether a model is about an attribute of a table. */
  private static boolean isOf(TableSpec table, ModelSpec.OnAttribute model) {
    return table.attributes().stream()
        .anyMatch(attribute -> table.qualify(attribute.name()).equals(model.attribute()));
  }

  private static String columnOf(ModelSpec.OnAttribute model) {
    return model.attribute().substring(model.attribute().indexOf('.') + 1);
  }

  /** Returns whether some model is not about attributes of tables that are left out. */
  public boolean hasModelsFor(List<TableSpec> others) {
    return models.stream().anyMatch(model -> isFor(model, others));
  }

  private static boolean isFor(ModelSpec model, List<TableSpec> others) {
    return !(model instanceof ModelSpec.OnAttribute about)
        || others.stream().anyMatch(table -> isOf(table, about));
  }

  /** Returns the same of other tables, without the models about attributes of those left out. */
  public StudySpec with(List<TableSpec> others) {
    List<ModelSpec> left = models.stream().filter(model -> isFor(model, others)).toList();
    return new StudySpec(subject, key, others, left, suppressionLimit, metric);
  }
}
