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
 * @param refinementLayers how many times, at most, the subjects that are suppressed are planned
 *     again by themselves; 0 for never
 */
public record ReleaseSpec(
    CsvOptions csv,
    @Nullable String subject,
    List<AttributeSpec> attributes,
    Others others,
    List<ModelSpec> models,
    double suppressionLimit,
    MetricSpec metric,
    int refinementLayers)
    implements Specification {
  /** The suppression limit where none is given. */
  public static final double DEFAULT_SUPPRESSION_LIMIT = 0.05;

  /** The most times that suppressed subjects can be planned again. */
  public static final int MOST_REFINEMENT_LAYERS = 100;

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
    if (refinementLayers < 0 || refinementLayers > MOST_REFINEMENT_LAYERS) {
      throw new IllegalArgumentException("refinementLayers is not from 0 to 100");
    }
    if (refinementLayers > 0) {
      whyNotRefined(models)
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
    this(csv, subject, attributes, others, models, suppressionLimit, metric, 0);
  }

  /**
   * Says why suppressed subjects must not be planned again under these models; empty if they may.
   */
  public static Optional<String> whyNotRefined(List<ModelSpec> models) {
    if (models.stream().anyMatch(ModelSpec.DeltaPresence.class::isInstance)) {
      return Optional.of(
          "whether somebody is in the subset of delta-presence would show in the layer of others;"
              + " leave out one of the two");
    }
    boolean isOfValues = models.stream().anyMatch(model -> model.sensitiveAttribute().isPresent());
    if (isOfValues && k(models) == 1) {
      return Optional.of(
          "beside a model of a sensitive attribute only classes below k are planned again; add"
              + " k-anonymity with a k above 1, or leave refinement out");
    }
    return Optional.empty();
  }

  /** Returns the same specification that plans suppressed subjects again so many times. */
  public ReleaseSpec withRefinement(int layers) {
    return new ReleaseSpec(
        csv, subject, attributes, others, models, suppressionLimit, metric, layers);
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

  private static int k(List<ModelSpec> models) {
    return models.stream()
        .filter(ModelSpec.KAnonymity.class::isInstance)
        .mapToInt(model -> ((ModelSpec.KAnonymity) model).k())
        .max()
        .orElse(1);
  }
}
