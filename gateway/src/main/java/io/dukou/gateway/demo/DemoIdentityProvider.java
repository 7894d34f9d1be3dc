package io.dukou.gateway.demo;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Stands in for the organisation's OAuth 2.0 server: signs access tokens (RFC 7519, ES256) with a
 * key pair made for this run. For the demonstration only; safe for use by several threads.
 */
final class DemoIdentityProvider {
  private static final String ISSUER = "https://login.demo.example";
  private static final String AUDIENCE = "dukou-demo";

  private final KeyPair keys;

  private DemoIdentityProvider(KeyPair keys) {
    this.keys = keys;
  }

  /** Returns a provider with fresh keys. */
  static DemoIdentityProvider create(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), requireNonNull(random, "random"));
      return new DemoIdentityProvider(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has P-256", e);
    }
  }

  /** Returns the public key as PEM. */
  String publicKeyPem() {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(keys.getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }

  /** Returns a token for a client registration. */
  String token(String client, Instant now, Duration lifetime) {
    String header = encode("{\"alg\":\"ES256\",\"typ\":\"JWT\"}");
    String claims =
        encode(
            "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
                .formatted(
                    ISSUER,
                    AUDIENCE,
                    client,
                    now.getEpochSecond(),
                    now.plus(lifetime).getEpochSecond()));
    String signed = header + "." + claims;
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sign(signed));
  }

  private byte[] sign(String text) {
    try {
      // JWS wants r and s side by side (RFC 7518, 3.4), which Java calls the P1363 format.
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has ECDSA", e);
    }
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
