package io.dukou.gateway.running;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;

/** An identity provider with a key pair of its own. */
final class TestTokens {
  private final KeyPair keys;

  TestTokens() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String publicKeyPem() {
    String body = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }

  /** Returns a token of {@code client} that is valid for an hour from {@code now} on. */
  String token(String client, Instant now) {
    long second = now.getEpochSecond();
    String signed =
        encode("{\"alg\":\"ES256\",\"typ\":\"JWT\"}")
            + "."
            + encode(
                "{\"iss\":\"test-idp\",\"aud\":\"dukou-test\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
                    .formatted(client, second, second + 3600));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
