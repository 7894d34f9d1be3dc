package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The registration of one client.
 *
 * @param id its name in the log and in limits
 * @param organisation the organisation it belongs to
 * @param role what it may do
 * @param recipient the recipient, named in the facts, that gets what it reads
 * @param purpose the one purpose, named in the facts, that it reads for
 * @param country the ISO 3166 code of the place it works from; {@code CN} is mainland China, {@code
 *     HK}, {@code MO} and {@code TW} are abroad
 * @param networks for a client in {@code CN}, the mainland networks it calls from; a call from
 *     anywhere else counts as from abroad
 * @param token the value of the client claim in its bearer tokens, or null when it has none
 * @param certificates SHA-256 fingerprints of its certificates, lower-case hexadecimal
 */
public record ClientConfig(
    String id,
    String organisation,
    ClientRole role,
    String recipient,
    String purpose,
    String country,
    List<Cidr> networks,
    @Nullable String token,
    List<String> certificates) {
  /** The country code of mainland China. */
  public static final String MAINLAND_CHINA = "CN";

  private static final Set<String> COUNTRIES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  /** Checks that the client can authenticate and that its networks mean something. */
  public ClientConfig {
    requireNonNull(id, "id");
    requireNonNull(organisation, "organisation");
    requireNonNull(role, "role");
    requireNonNull(recipient, "recipient");
    requireNonNull(purpose, "purpose");
    networks = List.copyOf(networks);
    certificates = List.copyOf(certificates);
    if (!COUNTRIES.contains(country)) {
      throw new IllegalArgumentException(
          "country: write an ISO 3166 code of two capital letters, such as CH");
    }
    if (token == null && certificates.isEmpty()) {
      throw new IllegalArgumentException(
          "this client cannot authenticate: add token or certificates");
    }
    if (!country.equals(MAINLAND_CHINA) && !networks.isEmpty()) {
      throw new IllegalArgumentException(
          "networks only says where a client of country CN calls from: leave it out");
    }
  }

  /** What a client may do. */
  public enum ClientRole {
    /** Reads releases. */
    RECIPIENT,
    /** Runs the gateway; reads no release. */
    OPERATOR
  }
}
