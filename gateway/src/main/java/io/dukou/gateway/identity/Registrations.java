package io.dukou.gateway.identity;

import io.dukou.gateway.config.ClientConfig;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.config.ServerConfig.TerminatedElsewhere;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds client registrations by their credentials and says where their callers are. */
final class Registrations {
  private final Map<String, ClientConfig> byToken = new HashMap<>();
  private final Map<String, ClientConfig> byCertificate = new HashMap<>();
  private final boolean peerIsCaller;

  /** Takes the registrations of a configuration. */
  Registrations(GatewayConfig config) {
    peerIsCaller = !(config.server().transport() instanceof TerminatedElsewhere);
    for (ClientConfig client : config.clients()) {
      if (client.token() != null) {
        byToken.put(client.token(), client);
      }
      client.certificates().forEach(fingerprint -> byCertificate.put(fingerprint, client));
    }
  }

  /** Returns the client that the client claim of a token names. */
  Optional<ClientConfig> ofToken(String claim) {
    return Optional.ofNullable(byToken.get(claim));
  }

  /** Returns the client with this certificate. */
  Optional<ClientConfig> ofCertificate(String fingerprint) {
    return Optional.ofNullable(byCertificate.get(fingerprint));
  }

  /** Returns the caller that a client's registration and the address of its peer show together. */
  Caller caller(ClientConfig client, @Nullable InetAddress peer) {
    return new Caller(
        client.id(),
        client.organisation(),
        client.role(),
        client.recipient(),
        client.purpose(),
        locate(client, peer));
  }

  private Location locate(ClientConfig client, @Nullable InetAddress peer) {
    if (!client.country().equals(ClientConfig.MAINLAND_CHINA)) {
      return new Location(false, client.country());
    }
    boolean seenThere =
        peerIsCaller
            && peer != null
            && client.networks().stream().anyMatch(network -> network.contains(peer));
    return seenThere
        ? new Location(true, ClientConfig.MAINLAND_CHINA)
        : new Location(false, Location.UNKNOWN);
  }
}
