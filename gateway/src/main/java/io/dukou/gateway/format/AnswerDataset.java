package io.dukou.gateway.format;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the route's configuration says of a dataset, for formats that carry it.
 *
 * @param name the dataset's name in the configuration
 * @param label words for a reader, or null for the name
 * @param created when the protected table was made: the same for each answer from it
 */
public record AnswerDataset(String name, @Nullable String label, Instant created) {
  /** Refuses an empty name. */
  public AnswerDataset {
    if (requireNonNull(name, "name").isEmpty()) {
      throw new IllegalArgumentException("the dataset has no name");
    }
    requireNonNull(created, "created");
  }
}
