package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A data processor in China that provides data abroad. A part that is null is not known, and what
 * is not known allows nothing.
 *
 * @param id its name in the facts
 * @param domestic whether it is a legal entity in mainland China
 * @param ciioNotified whether it was told that it runs critical information infrastructure
 * @param foreignHoldingPercent share of it that is held from abroad, 0 to 100
 * @param foreignControl whether it is controlled from abroad in another way
 * @param openingBalances by year, the persons already provided abroad by other ways
 */
public record Exporter(
    String id,
    @Nullable Boolean domestic,
    @Nullable Boolean ciioNotified,
    @Nullable BigDecimal foreignHoldingPercent,
    @Nullable Boolean foreignControl,
    Map<Integer, OpeningBalance> openingBalances) {
  /** Copies the balances. */
  public Exporter {
    requireNonNull(id, "id");
    openingBalances = Map.copyOf(openingBalances);
  }

  /** Returns the balance of a year that begins on 1 January, 00:00 +08:00. */
  public Optional<OpeningBalance> openingBalance(int year) {
    return Optional.ofNullable(openingBalances.get(year));
  }

  /**
   * An upper bound of the distinct persons provided abroad since 1 January by ways other than this
   * gateway, signed by somebody who answers for it.
   *
   * @param sensitive persons with sensitive personal information
   * @param nonSensitive persons with other personal information
   * @param signedBy who signed
   * @param signedAt when
   */
  public record OpeningBalance(
      long sensitive, long nonSensitive, String signedBy, Instant signedAt) {
    /** Checks that the counts are counts. */
    public OpeningBalance {
      requireNonNull(signedBy, "signedBy");
      requireNonNull(signedAt, "signedAt");
      if (sensitive < 0 || nonSensitive < 0) {
        throw new IllegalArgumentException("a balance is not negative");
      }
    }
  }
}
