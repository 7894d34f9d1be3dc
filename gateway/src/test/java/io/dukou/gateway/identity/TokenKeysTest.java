package io.dukou.gateway.identity;

import static io.dukou.gateway.identity.TokenForge.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.yaml.UnusableFileException;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenKeysTest {
  private static final String PEM = "publicKeys: [issuer.pem]";
  private static final String JWKS = "jwks: jwks.json";
  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path temporary;
  private IdentityFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = IdentityFolder.in(temporary);
  }

  @AfterEach
  void stopVertx() {
    vertx.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256", "ES256", "ES384"})
  void keyFromPem_checksTokens(String algorithm) {
    TokenForge forge = TokenForge.of(algorithm);
    folder.write("issuer.pem", TokenForge.pem(forge.publicKey()));
    assertThat(takes(algorithm, PEM, forge.token(claims -> {}))).isTrue();
    assertThat(takes(algorithm, PEM, TokenForge.of(algorithm).token(claims -> {}))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256", "ES256", "ES384"})
  void keyFromJwks_checksTokensWithItsId(String algorithm) {
    TokenForge one = TokenForge.of(algorithm);
    TokenForge other = TokenForge.of(algorithm);
    folder.write("jwks.json", jwks(jwk(one.publicKey(), "1"), jwk(other.publicKey(), "2")));
    assertThat(takes(algorithm, JWKS, one.token(h -> h.put("kid", "1"), c -> {}))).isTrue();
    assertThat(takes(algorithm, JWKS, other.token(h -> h.put("kid", "2"), c -> {}))).isTrue();
    assertThat(takes(algorithm, JWKS, other.token(c -> {}))).isTrue();
    assertThat(takes(algorithm, JWKS, one.token(h -> h.put("kid", "2"), c -> {}))).isFalse();
    assertThat(takes(algorithm, JWKS, one.token(h -> h.put("kid", "3"), c -> {}))).isFalse();
  }

  @Test
  void severalPemFiles_areEachTaken() {
    TokenForge one = TokenForge.of("ES256");
    TokenForge other = TokenForge.of("ES256");
    folder.write("one.pem", TokenForge.pem(one.publicKey()));
    folder.write("other.pem", TokenForge.pem(other.publicKey()));
    String both = "publicKeys: [one.pem, other.pem]";
    assertThat(takes("ES256", both, one.token(claims -> {}))).isTrue();
    assertThat(takes("ES256", both, other.token(claims -> {}))).isTrue();
  }

  @Test
  void tokensOfTheDemonstration_areTaken() {
    DevTokens issuer = DevTokens.create(TokenForge.ISSUER, TokenForge.AUDIENCE, new SecureRandom());
    folder.write("issuer.pem", issuer.publicKeyPem());
    String token = issuer.issue("rhein", TokenForge.NOW, Duration.ofMinutes(10));
    assertThat(takes(DevTokens.ALGORITHM.name(), PEM, token)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no key",
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\n****\n-----END PUBLIC KEY-----"
      })
  void otherText_isNoPublicKey(String text) {
    folder.write("issuer.pem", text);
    refused("ES256", PEM, "issuer.pem: is not ");
  }

  @Test
  void keyThatCannotServeTheAlgorithm_isRefused() {
    folder.write("issuer.pem", TokenForge.pem(TokenForge.rsa(2048).getPublic()));
    refused("ES256", PEM, "is not a public key for ES256");
    folder.write("issuer.pem", TokenForge.pem(TokenForge.elliptic("secp384r1").getPublic()));
    refused("ES256", PEM, "is on another curve than ES256 uses");
    folder.write("issuer.pem", TokenForge.pem(TokenForge.rsa(1024).getPublic()));
    refused("RS256", PEM, "is an RSA key of less than 2048 bits");
  }

  @Test
  void privateKey_isRefusedAndNotShown() {
    String secret =
        Base64.getEncoder().encodeToString(TokenForge.rsa(2048).getPrivate().getEncoded());
    folder.write(
        "issuer.pem", "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----");
    refused("RS256", PEM, "is not one public key");
    folder.write(
        "jwks.json", "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"AQ\"}]}");
    refused("RS256", JWKS, "holds a private or shared key");
    folder.write("jwks.json", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}");
    refused("RS256", JWKS, "holds a private or shared key");
  }

  @Test
  void keySetWithoutAUsableKey_isRefused() {
    String key = jwk(TokenForge.of("ES256").publicKey(), "1");
    folder.write("jwks.json", "{\"keys\":[]}");
    refused("ES256", JWKS, "has no key for ES256");
    folder.write("jwks.json", jwks(key.replace("{", "{\"use\":\"enc\",")));
    refused("ES256", JWKS, "has no key for ES256");
    folder.write("jwks.json", jwks(key.replace("{", "{\"alg\":\"ES512\",")));
    refused("ES256", JWKS, "has no key for ES256");
    folder.write("jwks.json", jwks(key.replace("P-256", "P-521")));
    refused("ES256", JWKS, "has a key that is not one for ES256");
    folder.write("jwks.json", jwks(key, key));
    refused("ES256", JWKS, "has two keys with the same kid");
    folder.write("jwks.json", "[]");
    refused("ES256", JWKS, "is not a JSON Web Key Set");
  }

  private boolean takes(String algorithm, String keys, String token) {
    return Authenticator.create(
            vertx, folder.tokens(algorithm, keys), InstantSource.fixed(TokenForge.NOW))
        .authenticate(new Evidence(List.of("Bearer " + token), null, null))
        .succeeded();
  }

  private void refused(String algorithm, String keys, String message) {
    assertThatThrownBy(() -> Authenticator.checkKeys(folder.tokens(algorithm, keys)))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining(message)
        .hasNoCause();
  }

  private static String jwks(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  private static String jwk(PublicKey key, String id) {
    if (key instanceof RSAPublicKey rsa) {
      return "{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
          .formatted(id, number(rsa.getModulus()), number(rsa.getPublicExponent()));
    }
    ECPublicKey elliptic = (ECPublicKey) key;
    return "{\"kty\":\"EC\",\"kid\":\"%s\",\"crv\":\"P-%d\",\"x\":\"%s\",\"y\":\"%s\"}"
        .formatted(
            id,
            elliptic.getParams().getCurve().getField().getFieldSize(),
            number(elliptic.getW().getAffineX()),
            number(elliptic.getW().getAffineY()));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return encode(bytes);
  }
}
