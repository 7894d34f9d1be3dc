package io.dukou.anonymizer.spec;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.CsvOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A specification file: the roles of the columns and the privacy asked for.
 *
 * @param csv how the table is written, if it is CSV
 * @param subject column that identifies a person; null if each row is a person of its own
 * @param attributes the columns named, in the order of the file
 * @param others what becomes of columns not named
 * @param models what every released class must meet; at least one
 * @param suppressionLimit share of the subjects that may be suppressed, from 0 to 1
 * @param metric how information loss is measured
 * @param refinement how subjects that are suppressed are planned again
 */
public record ReleaseSpec(
    CsvOptions csv,
    @Nullable String subject,
    List<AttributeSpec> attributes,
    Others others,
    List<ModelSpec> models,
    double suppressionLimit,
    MetricSpec metric,
    RefinementSpec refinement)
    implements Specification {
  /** The suppression limit where none is given. */
  public static final double DEFAULT_SUPPRESSION_LIMIT = 0.05;

  /**
   * Refuses a specification without a model, a released subject, a limit outside 0 to 1, and a
   * refinement that its models do not allow.
   */
  public ReleaseSpec {
    requireNonNull(csv, "csv");
    requireNonNull(others, "others");
    requireNonNull(metric, "metric");
    attributes = List.copyOf(attributes);
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("no privacy model is given");
    }
    for (AttributeSpec attribute : attributes) {
      if (attribute.name().equals(subject) && attribute.role().isReleased()) {
        throw new IllegalArgumentException("the subject column is released");
      }
    }
    if (!(suppressionLimit >= 0 && suppressionLimit <= 1)) {
      throw new IllegalArgumentException("suppressionLimit is not from 0 to 1");
    }
    if (refinement.isAsked()) {
      RefinementSpec.whyNot(models)
          .ifPresent(
              reason -> {
                throw new IllegalArgumentException(reason);
              });
    }
  }

  /** Creates a specification that plans suppressed subjects no further. */
  public ReleaseSpec(
      CsvOptions csv,
      @Nullable String subject,
      List<AttributeSpec> attributes,
      Others others,
      List<ModelSpec> models,
      double suppressionLimit,
      MetricSpec metric) {
    this(csv, subject, attributes, others, models, suppressionLimit, metric, RefinementSpec.NONE);
  }

  /** Returns the same specification with another refinement. */
  public ReleaseSpec with(RefinementSpec other) {
    return new ReleaseSpec(
        csv, subject, attributes, others, models, suppressionLimit, metric, other);
  }

  /** Returns what is said of the column called {@code name}. */
  public Optional<AttributeSpec> attribute(String name) {
    return attributes.stream().filter(attribute -> attribute.name().equals(name)).findFirst();
  }

  /** Returns the columns with a role, in the order of the file. */
  public List<AttributeSpec> withRole(Role role) {
    return attributes.stream().filter(attribute -> attribute.role() == role).toList();
  }

  /** Returns the largest k that a k-anonymity model asks for, or 1 if there is none. */
  public int k() {
    return k(models);
  }

  /** Returns the largest k that k-anonymity among {@code models} asks for, or 1. */
  static int k(List<ModelSpec> models) {
    return models.stream()
        .filter(ModelSpec.KAnonymity.class::isInstance)
        .mapToInt(model -> ((ModelSpec.KAnonymity) model).k())
        .max()
        .orElse(1);
  }
}
