package io.dukou.gateway.identity;

import static java.util.Objects.requireNonNull;

/**
 * Where a caller is, as far as registration and network show together. Doubt means abroad.
 *
 * @param mainlandChina whether the caller is certainly in mainland China
 * @param country the ISO 3166 code: {@code CN} in mainland China, else that of the registration, or
 *     {@link #UNKNOWN} when a registration in China is called from elsewhere
 */
public record Location(boolean mainlandChina, String country) {
  /** The country of a caller that is not where its registration says. */
  public static final String UNKNOWN = "unknown";

  /** Checks that the country is there. */
  public Location {
    requireNonNull(country, "country");
  }

  /** Returns true unless the caller is certainly in mainland China. */
  public boolean abroad() {
    return !mainlandChina;
  }
}
