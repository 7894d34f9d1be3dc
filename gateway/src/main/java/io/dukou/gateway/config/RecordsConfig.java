package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.Officers;
import io.dukou.audit.Retention;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long the domestic parts of the log are kept, and who may order what is done with them.
 *
 * @param retention how long at least
 * @param officers the officers, by their public keys
 * @param personSearches how many searches for persons an officer has in 24 hours
 * @param api where officers reach a gateway that runs, or null
 */
public record RecordsConfig(
    Retention retention, Officers officers, int personSearches, @Nullable Api api) {
  /** Checks that there are officers where they can ask. */
  public RecordsConfig {
    requireNonNull(retention, "retention");
    requireNonNull(officers, "officers");
    if (api != null && officers.keys().isEmpty()) {
      throw new IllegalArgumentException("api is for officers: name their keys in officers");
    }
  }

  /**
   * Where officers ask over HTTP.
   *
   * @param host the address to listen on
   * @param port the TCP port; 0 lets the system choose
   * @param certificate the PEM file of the certificate chain, or null where TLS ends elsewhere
   * @param key the PEM file of its key, or null
   * @param networks the networks in China that officers come from
   * @param names {@code HOST:PORT} as officers write it, the usual port left out; none for the
   *     address that it listens on
   */
  public record Api(
      String host,
      int port,
      @Nullable Path certificate,
      @Nullable Path key,
      List<Cidr> networks,
      Set<String> names) {
    /** Checks that nothing is half there, and that plain HTTP stays on this machine. */
    public Api {
      requireNonNull(host, "host");
      networks = List.copyOf(networks);
      names = Set.copyOf(names);
      if (!names.stream().allMatch(name -> name.matches("[a-z0-9.:\\[\\]-]{1,255}"))) {
        throw new IllegalArgumentException(
            "names are HOST or HOST:PORT in small letters, as in the address that officers use");
      }
      if ((certificate == null) != (key == null)) {
        throw new IllegalArgumentException("certificate and key go together");
      }
      if (certificate == null && !Loopback.isLiteral(host)) {
        throw new IllegalArgumentException(
            "name certificate and key, or listen on a loopback address behind what speaks TLS");
      }
      if (networks.isEmpty()) {
        throw new IllegalArgumentException("name the networks in China that officers come from");
      }
    }
  }
}
