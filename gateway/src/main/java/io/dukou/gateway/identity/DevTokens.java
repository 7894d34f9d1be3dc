package io.dukou.gateway.identity;

import io.dukou.gateway.config.IdentityConfig.Algorithm;
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
 * An issuer of bearer tokens for the demonstration, in place of an identity provider.
 *
 * <p>Its key pair is made afresh and is never written anywhere, so that no token of it is worth
 * anything elsewhere.
 */
public final class DevTokens {
  /** The algorithm of the tokens. */
  public static final Algorithm ALGORITHM = Algorithm.ES256;

  private final KeyPair keys;
  private final String issuer;
  private final String audience;

  private DevTokens(KeyPair keys, String issuer, String audience) {
    this.keys = keys;
    this.issuer = issuer;
    this.audience = audience;
  }

  /** Makes an issuer of tokens with these {@code iss} and {@code aud}. */
  public static DevTokens create(String issuer, String audience, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return new DevTokens(generator.generateKeyPair(), issuer, audience);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has P-256", e);
    }
  }

  /** Returns the public key as a PEM file holds it. */
  public String publicKeyPem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /**
   * Issues a token.
   *
   * @param client the value of {@code sub}: no quotation marks or backslashes
   * @param issued the time of issue
   * @param lifetime how long it is valid
   */
  public String issue(String client, Instant issued, Duration lifetime) {
    String claims =
        "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(
                issuer,
                audience,
                client,
                issued.getEpochSecond(),
                issued.plus(lifetime).getEpochSecond());
    String unsigned =
        encode("{\"alg\":\"" + ALGORITHM.name() + "\",\"typ\":\"JWT\"}") + "." + encode(claims);
    return unsigned + "." + sign(unsigned);
  }

  private String sign(String unsigned) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(unsigned.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key just made cannot sign", e);
    }
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
