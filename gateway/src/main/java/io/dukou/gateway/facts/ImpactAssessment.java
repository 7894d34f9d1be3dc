package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A personal information protection impact assessment (PIPL 55, 56). A part that is null is not
 * known, and what is not known allows nothing.
 *
 * @param id the identifier of its report
 * @param exporter the exporter that made it
 * @param approvedAt when it was approved
 * @param heads which of the six heads of Order 13 Art 5 it treats, 1 to 6
 * @param scope what it covers
 */
public record ImpactAssessment(
    String id, String exporter, @Nullable Instant approvedAt, List<Integer> heads, Scope scope) {
  /** Checks that the parts are there and copies the list. */
  public ImpactAssessment {
    requireNonNull(id, "id");
    requireNonNull(exporter, "exporter");
    heads = List.copyOf(heads);
    requireNonNull(scope, "scope");
  }

  /** Returns true when it was approved at or before {@code at}. */
  boolean approvedBy(Instant at) {
    return approvedAt != null && !approvedAt.isAfter(at);
  }
}
