package io.dukou.gateway.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes sound tokens and every kind of unsound one. */
final class TokenForge {
  /** The time at which tokens are made. */
  static final Instant NOW = Instant.parse("2026-11-20T02:30:00Z");

  static final String ISSUER = "https://login.example";
  static final String AUDIENCE = "dukou";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String algorithm;
  private final KeyPair keys;

  private TokenForge(String algorithm, KeyPair keys) {
    this.algorithm = algorithm;
    this.keys = keys;
  }

  /** Makes a forge with a fresh key for {@code algorithm}. */
  static TokenForge of(String algorithm) {
    return new TokenForge(
        algorithm,
        switch (algorithm) {
          case "ES256" -> elliptic("secp256r1");
          case "ES384" -> elliptic("secp384r1");
          default -> rsa(2048);
        });
  }

  /** Makes an RSA key pair. */
  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes a key pair on a curve. */
  static KeyPair elliptic(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a key as a PEM file holds it. */
  static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** Returns the public key. */
  PublicKey publicKey() {
    return keys.getPublic();
  }

  /** Returns a token that is sound in all but what {@code claims} changes. */
  String token(Consumer<ObjectNode> claims) {
    return token(header -> {}, claims);
  }

  /** Returns a token that is sound in all but what {@code header} and {@code claims} change. */
  String token(Consumer<ObjectNode> header, Consumer<ObjectNode> claims) {
    ObjectNode head = JSON.createObjectNode().put("alg", algorithm).put("typ", "JWT");
    header.accept(head);
    ObjectNode body =
        JSON.createObjectNode()
            .put("iss", ISSUER)
            .put("aud", AUDIENCE)
            .put("sub", "rhein")
            .put("iat", NOW.getEpochSecond() - 60)
            .put("exp", NOW.getEpochSecond() + 540);
    claims.accept(body);
    return sign(head.toString(), body.toString());
  }

  /** Returns a signed token of these texts. */
  String sign(String header, String claims) {
    String unsigned = encode(bytes(header)) + "." + encode(bytes(claims));
    return unsigned + "." + encode(signature(algorithm, keys.getPrivate(), unsigned));
  }

  /** Returns a token whose ES signature is in DER, which RFC 7518 does not allow. */
  String tokenSignedInDer() {
    String unsigned = token(claims -> {}).replaceAll("\\.[^.]*$", "");
    return unsigned + "." + encode(signature("DER", keys.getPrivate(), unsigned));
  }

  /** Returns {@code HS256} over {@code unsigned} with any secret. */
  static String hmac(String unsigned, byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return encode(mac.doFinal(bytes(unsigned)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns base64url without padding. */
  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the UTF-8 bytes. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] signature(String algorithm, PrivateKey key, String unsigned) {
    try {
      Signature signature =
          switch (algorithm) {
            case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
            case "ES384" -> Signature.getInstance("SHA384withECDSAinP1363Format");
            case "DER" -> Signature.getInstance("SHA256withECDSA");
            case "PS256" -> Signature.getInstance("RSASSA-PSS");
            default -> Signature.getInstance("SHA256withRSA");
          };
      if (algorithm.equals("PS256")) {
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      }
      signature.initSign(key);
      signature.update(bytes(unsigned));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
