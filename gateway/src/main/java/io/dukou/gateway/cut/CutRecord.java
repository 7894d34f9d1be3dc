package io.dukou.gateway.cut;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What is known of a data cut beside its rows.
 *
 * @param number its number among the cuts of all datasets, from 1
 * @param study the study
 * @param dataset the dataset
 * @param source the URL it was read from
 * @param readAt when its last byte had come
 * @param version what the origin called this version; the digest where it names none
 * @param sha256 SHA-256 of the body, lower-case hexadecimal
 * @param length bytes of the body
 */
public record CutRecord(
    long number,
    String study,
    String dataset,
    String source,
    Instant readAt,
    String version,
    String sha256,
    long length) {
  /** Checks that the parts are there. */
  public CutRecord {
    requireNonNull(study, "study");
    requireNonNull(dataset, "dataset");
    requireNonNull(source, "source");
    requireNonNull(readAt, "readAt");
    requireNonNull(version, "version");
    requireNonNull(sha256, "sha256");
  }

  /** Returns the dataset this is a cut of. */
  public DatasetId id() {
    return new DatasetId(study, dataset);
  }
}
