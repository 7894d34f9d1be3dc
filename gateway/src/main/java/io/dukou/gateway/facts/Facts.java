package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the gateway knows about studies and parties at one moment. Immutable, safe for use by
 * several threads.
 *
 * @param revision the SHA-256 digest, in hexadecimal, of all that the facts were made from
 * @param exporters the data processors by id
 * @param recipients the overseas recipients by id
 * @param studies the studies by id
 * @param mechanisms contracts, certificates and assessments under which data may leave
 * @param assessments personal information protection impact assessments
 */
public record Facts(
    String revision,
    Map<String, Exporter> exporters,
    Map<String, Recipient> recipients,
    Map<String, Study> studies,
    List<Mechanism> mechanisms,
    List<ImpactAssessment> assessments) {
  /** Checks that the parts are there and copies the collections. */
  public Facts {
    requireNonNull(revision, "revision");
    exporters = Map.copyOf(exporters);
    recipients = Map.copyOf(recipients);
    studies = Map.copyOf(studies);
    mechanisms = List.copyOf(mechanisms);
    assessments = List.copyOf(assessments);
  }

  /** Returns the recipient groups under affiliates and sub-recipients. */
  public RecipientGroups recipientGroups() {
    return RecipientGroups.of(recipients.values().stream().map(Recipient::together).toList());
  }

  /** Returns the study with this id. */
  public Optional<Study> study(String id) {
    return Optional.ofNullable(studies.get(id));
  }

  /** Returns the exporter of the study with this id. */
  public Optional<Exporter> exporterOf(String study) {
    return study(study).map(found -> exporters.get(found.exporter()));
  }
}
