package io.dukou.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.gateway.config.IdentityConfig;
import io.dukou.gateway.config.IdentityConfig.Algorithm;
import io.dukou.gateway.config.IdentityConfig.JwksFile;
import io.dukou.gateway.config.IdentityConfig.PemFiles;
import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.UnusableFileException;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the issuer's public keys and checks that each can be used with the one algorithm: RSA of at
 * least 2048 bits for RS and PS, the curve of its name for ES. Private and shared keys are refused.
 */
final class TokenKeys {
  private static final int LEAST_RSA_BITS = 2048;
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private final Algorithm algorithm;

  private TokenKeys(Algorithm algorithm) {
    this.algorithm = algorithm;
  }

  /**
   * Reads the keys. Blocks.
   *
   * @throws UnusableFileException naming the file and what is wrong with it
   */
  static List<PubSecKeyOptions> read(IdentityConfig.Jwt config) {
    TokenKeys keys = new TokenKeys(config.algorithm());
    if (config.keys() instanceof PemFiles pem) {
      return pem.files().stream().map(keys::readPem).toList();
    }
    return keys.readJwks(((JwksFile) config.keys()).file());
  }

  private PubSecKeyOptions readPem(Path file) {
    String text = text(file).strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw unusable(file, "is not one public key: write one between " + BEGIN + " and " + END);
    }
    String body = text.substring(BEGIN.length(), text.length() - END.length());
    try {
      byte[] der = Base64.getMimeDecoder().decode(body);
      String family = isElliptic() ? "EC" : "RSA";
      PublicKey key = KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(der));
      return options(file, key, null);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(file, "is not a public key for " + algorithm);
    }
  }

  private List<PubSecKeyOptions> readJwks(Path file) {
    JsonNode set;
    try {
      set = StrictJson.object(text(file).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unusable(file, "is not a JSON Web Key Set");
    }
    List<PubSecKeyOptions> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode jwk : set.path("keys")) {
      if (jwk.has("d") || jwk.has("k")) {
        throw unusable(file, "holds a private or shared key: keep public keys only");
      }
      if (isForTokens(jwk)) {
        String id = jwk.path("kid").asText("");
        if (!ids.add(id)) {
          throw unusable(file, "has two keys with the same kid, or without: name each");
        }
        keys.add(readJwk(file, jwk, id.isEmpty() ? null : id));
      }
    }
    if (keys.isEmpty()) {
      throw unusable(file, "has no key for " + algorithm);
    }
    return keys;
  }

  private boolean isForTokens(JsonNode jwk) {
    return jwk.path("alg").asText(algorithm.name()).equals(algorithm.name())
        && jwk.path("use").asText("sig").equals("sig")
        && jwk.path("kty").asText("").equals(isElliptic() ? "EC" : "RSA");
  }

  private PubSecKeyOptions readJwk(Path file, JsonNode jwk, @Nullable String id) {
    try {
      return options(file, isElliptic() ? elliptic(jwk) : rsa(jwk), id);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(file, "has a key that is not one for " + algorithm);
    }
  }

  private static PublicKey rsa(JsonNode jwk) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
  }

  private PublicKey elliptic(JsonNode jwk) throws GeneralSecurityException {
    if (!jwk.path("crv").asText("").equals(algorithm == Algorithm.ES256 ? "P-256" : "P-384")) {
      throw new IllegalArgumentException("another curve");
    }
    ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve()));
  }

  private ECParameterSpec curve() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(
        new ECGenParameterSpec(algorithm == Algorithm.ES256 ? "secp256r1" : "secp384r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private static BigInteger number(JsonNode jwk, String field) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(field).asText("")));
  }

  private PubSecKeyOptions options(Path file, PublicKey key, @Nullable String id)
      throws GeneralSecurityException {
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
      throw unusable(file, "is an RSA key of less than " + LEAST_RSA_BITS + " bits");
    }
    if (key instanceof ECPublicKey elliptic
        && !elliptic.getParams().getCurve().equals(curve().getCurve())) {
      throw unusable(file, "is on another curve than " + algorithm + " uses");
    }
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    PubSecKeyOptions options =
        new PubSecKeyOptions()
            .setAlgorithm(algorithm.name())
            .setBuffer(BEGIN + "\n" + body + "\n" + END);
    return id == null ? options : options.setId(id);
  }

  private boolean isElliptic() {
    return algorithm == Algorithm.ES256 || algorithm == Algorithm.ES384;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unusable(file, "cannot be read");
    }
  }

  private static UnusableFileException unusable(Path file, String message) {
    return new UnusableFileException(List.of(new Problem(file.toString(), 0, 0, message)));
  }
}
