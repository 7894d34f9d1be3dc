package io.dukou.gateway.outbound;

import io.dukou.gateway.keys.OwnerOnly;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what is configured about a peer into what a connection needs. */
final class PeerTrust {
  private PeerTrust() {}

  /** Returns the TLS options of a connection: certificate and name are verified always. */
  static ClientSSLOptions sslOptions(OutboundRequest.Trust trust) {
    ClientSSLOptions options =
        new ClientSSLOptions()
            .setHostnameVerificationAlgorithm("HTTPS")
            .setTrustAll(false)
            .setUseAlpn(true)
            .setApplicationLayerProtocols(
                List.of(HttpVersion.HTTP_2.alpnName(), HttpVersion.HTTP_1_1.alpnName()));
    options.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    Path authorities = trust.authorities();
    if (authorities != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString()));
    }
    return options;
  }

  /**
   * Reads the bearer token that is shown to a peer; blocks. Read anew each time, so it can change.
   */
  static @Nullable String token(OutboundRequest.Trust trust) {
    Path file = trust.tokenFile();
    if (file == null) {
      return null;
    }
    OwnerOnly.faultOfFile(file)
        .ifPresent(
            fault -> {
              throw new UncheckedIOException(new IOException(file + ": " + fault));
            });
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
