package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * A clinical study.
 *
 * @param id its name in the facts
 * @param exporter the exporter that is its data processor
 * @param datasets its datasets by id
 * @param consents what its subjects have consented to
 */
public record Study(
    String id, String exporter, Map<String, Dataset> datasets, ConsentLedger consents) {
  /** Checks that the parts are there and copies the datasets. */
  public Study {
    requireNonNull(id, "id");
    requireNonNull(exporter, "exporter");
    datasets = Map.copyOf(datasets);
    requireNonNull(consents, "consents");
  }

  /** Returns the dataset with this id. */
  public Optional<Dataset> dataset(String dataset) {
    return Optional.ofNullable(datasets.get(dataset));
  }
}
