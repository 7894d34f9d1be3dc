package io.dukou.gateway.cut;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.config.RouteConfig;

/**
 * A dataset of a study, by the names that configuration and facts give them.
 *
 * @param study the study
 * @param dataset the dataset within the study
 */
public record DatasetId(String study, String dataset) {
  /** Checks that the names are there. */
  public DatasetId {
    requireNonNull(study, "study");
    requireNonNull(dataset, "dataset");
  }

  /** Returns the dataset behind a route. */
  public static DatasetId of(RouteConfig route) {
    return new DatasetId(route.study(), route.dataset());
  }
}
