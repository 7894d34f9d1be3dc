package io.dukou.gateway.identity;

import io.dukou.gateway.config.ClientConfig;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.UnusableFileException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is calling, by a bearer token, a client certificate, or both when they belong to
 * the same registration. Used on the event loop of the request, where it never blocks; {@link
 * #reloadKeys} may be called beside it from a worker thread.
 *
 * <p>A caller is known by its registration alone: a credential only says which. Where the caller is
 * comes from the registration and the address of the peer; claims and forwarded headers about it
 * are not read. Every failure is an {@link AuthenticationException}.
 */
public final class Authenticator {
  private static final Pattern BEARER =
      Pattern.compile("Bearer ([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

  private final Vertx vertx;
  private final GatewayConfig config;
  private final Registrations registrations;
  private final boolean certificates;
  private final InstantSource clock;
  private volatile @Nullable BearerTokens tokens;
  private volatile List<Problem> problems = List.of();

  private Authenticator(Vertx vertx, GatewayConfig config, InstantSource clock) {
    this.vertx = vertx;
    this.config = config;
    this.registrations = new Registrations(config);
    this.certificates = config.identity().clientCertificates();
    this.clock = clock;
    this.tokens = readTokens();
  }

  /**
   * Prepares authentication as configured. Reads key files, so it blocks; call it before serving.
   *
   * @param clock tells when tokens and certificates are valid
   * @throws UnusableFileException if a key file cannot be used
   */
  public static Authenticator create(Vertx vertx, GatewayConfig config, InstantSource clock) {
    return new Authenticator(vertx, config, clock);
  }

  /**
   * Reads the key files that {@link #create} would read, and nothing more. Blocks.
   *
   * @throws UnusableFileException if a key file cannot be used
   */
  public static void checkKeys(GatewayConfig config) {
    config.identity().bearerTokens().ifPresent(TokenKeys::read);
  }

  /**
   * Reads the issuer's keys again, and takes them for all requests from now on if they can be used.
   * Otherwise the old ones stay and {@link #problems} says why. Blocks.
   */
  public void reloadKeys() {
    try {
      tokens = readTokens();
      problems = List.of();
    } catch (UnusableFileException e) {
      problems = e.problems();
    }
  }

  /** Returns what was wrong with the keys that were read last; empty when nothing was. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * Authenticates the caller of {@code request}.
   *
   * @return the caller; fails with an {@link AuthenticationException} and nothing else
   */
  public Future<Caller> authenticate(HttpServerRequest request) {
    return authenticate(Evidence.of(request));
  }

  /** Authenticates by {@code evidence}; see {@link #authenticate(HttpServerRequest)}. */
  Future<Caller> authenticate(Evidence evidence) {
    try {
      Optional<ClientConfig> byCertificate = clientOfCertificate(evidence.certificate());
      if (evidence.authorization().isEmpty()) {
        return Future.succeededFuture(caller(byCertificate, Refusal.NO_CREDENTIALS, evidence));
      }
      return checkToken(bearer(evidence.authorization()))
          .map(
              claim -> {
                Optional<ClientConfig> byToken = registrations.ofToken(claim);
                boolean same = byCertificate.isEmpty() || byCertificate.equals(byToken);
                return caller(byToken.filter(found -> same), Refusal.UNKNOWN_CLIENT, evidence);
              });
    } catch (AuthenticationException e) {
      return Future.failedFuture(e);
    }
  }

  private Caller caller(Optional<ClientConfig> client, Refusal otherwise, Evidence evidence) {
    return registrations.caller(
        client.orElseThrow(() -> new AuthenticationException(otherwise)), evidence.peer());
  }

  private Future<String> checkToken(String token) {
    BearerTokens current = tokens;
    return current == null
        ? Future.failedFuture(new AuthenticationException(Refusal.NO_CREDENTIALS))
        : current.check(token);
  }

  private @Nullable BearerTokens readTokens() {
    return config
        .identity()
        .bearerTokens()
        .map(jwt -> BearerTokens.create(vertx, jwt, clock))
        .orElse(null);
  }

  private static String bearer(List<String> authorization) {
    Matcher bearer = BEARER.matcher(authorization.get(0));
    if (authorization.size() != 1 || !bearer.matches()) {
      throw new AuthenticationException(Refusal.NO_CREDENTIALS);
    }
    return bearer.group(1);
  }

  /** Returns the client of a certificate; a certificate that is shown must be a registered one. */
  private Optional<ClientConfig> clientOfCertificate(@Nullable X509Certificate certificate) {
    if (certificate == null || !certificates) {
      return Optional.empty();
    }
    try {
      // Checked again, since a connection may live longer than the certificate.
      certificate.checkValidity(Date.from(clock.instant()));
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new AuthenticationException(Refusal.BAD_TIMES);
    }
    ClientConfig client =
        registrations
            .ofCertificate(fingerprint(certificate))
            .orElseThrow(() -> new AuthenticationException(Refusal.UNKNOWN_CLIENT));
    return Optional.of(client);
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    } catch (CertificateEncodingException e) {
      throw new AuthenticationException(Refusal.UNKNOWN_CLIENT);
    }
  }
}
