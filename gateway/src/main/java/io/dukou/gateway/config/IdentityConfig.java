package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How callers prove who they are; at least one way is there.
 *
 * @param jwt bearer tokens, or null when they are not taken
 * @param clientCertificates whether a registered client certificate is proof
 */
public record IdentityConfig(@Nullable Jwt jwt, boolean clientCertificates) {
  /** Checks that there is a way to authenticate. */
  public IdentityConfig {
    if (jwt == null && !clientCertificates) {
      throw new IllegalArgumentException(
          "nobody could authenticate: add jwt, or clientCertificates: true");
    }
  }

  /** Returns the settings for bearer tokens, if they are taken. */
  public Optional<Jwt> bearerTokens() {
    return Optional.ofNullable(jwt);
  }

  /**
   * Which bearer tokens are taken.
   *
   * @param issuer the exact {@code iss}
   * @param audience a value that {@code aud} must have
   * @param algorithm the exact {@code alg}
   * @param keys the issuer's public keys
   * @param maxLifetime the longest time from {@code iat} to {@code exp}
   * @param expiryLeeway how long after {@code exp}, or before {@code nbf} and {@code iat}, a token
   *     is still taken
   * @param clientClaim the claim that names the client registration
   * @param maxLength the longest token, in characters
   */
  public record Jwt(
      String issuer,
      String audience,
      Algorithm algorithm,
      Keys keys,
      Duration maxLifetime,
      Duration expiryLeeway,
      ClientClaim clientClaim,
      int maxLength) {
    /** Checks that the parts are there. */
    public Jwt {
      requireNonNull(issuer, "issuer");
      requireNonNull(audience, "audience");
      requireNonNull(algorithm, "algorithm");
      requireNonNull(keys, "keys");
      requireNonNull(maxLifetime, "maxLifetime");
      requireNonNull(expiryLeeway, "expiryLeeway");
      requireNonNull(clientClaim, "clientClaim");
    }
  }

  /**
   * Signature algorithms of RFC 7518. Only those with a public key: a shared key would let whoever
   * can check a token make one.
   */
  public enum Algorithm {
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256,
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384,
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512,
    /** RSASSA-PSS with SHA-256. */
    PS256,
    /** RSASSA-PSS with SHA-384. */
    PS384,
    /** RSASSA-PSS with SHA-512. */
    PS512,
    /** ECDSA on P-256 with SHA-256. */
    ES256,
    /** ECDSA on P-384 with SHA-384. */
    ES384
  }

  /** The claim that names the client registration. */
  public enum ClientClaim {
    /** {@code sub}, the subject. */
    SUB,
    /** {@code azp}, the authorized party. */
    AZP
  }

  /** Where the issuer's public keys are. */
  public sealed interface Keys {}

  /**
   * PEM files with one public key each.
   *
   * @param files at least one file
   */
  public record PemFiles(List<Path> files) implements Keys {
    /** Checks that there is a file. */
    public PemFiles {
      files = List.copyOf(files);
      if (files.isEmpty()) {
        throw new IllegalArgumentException("publicKeys is empty: name at least one PEM file");
      }
    }
  }

  /**
   * A JSON Web Key Set.
   *
   * @param file the file
   */
  public record JwksFile(Path file) implements Keys {
    /** Checks that the file is named. */
    public JwksFile {
      requireNonNull(file, "file");
    }
  }
}
