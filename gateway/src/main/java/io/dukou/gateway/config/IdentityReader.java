package io.dukou.gateway.config;

import static io.dukou.gateway.yaml.ValueTypes.FLAG;
import static io.dukou.gateway.yaml.ValueTypes.TEXT;
import static io.dukou.gateway.yaml.ValueTypes.duration;
import static io.dukou.gateway.yaml.ValueTypes.integer;
import static io.dukou.gateway.yaml.ValueTypes.oneOf;

import io.dukou.gateway.config.IdentityConfig.Algorithm;
import io.dukou.gateway.config.IdentityConfig.ClientClaim;
import io.dukou.gateway.config.IdentityConfig.JwksFile;
import io.dukou.gateway.config.IdentityConfig.Jwt;
import io.dukou.gateway.config.IdentityConfig.Keys;
import io.dukou.gateway.config.IdentityConfig.PemFiles;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.ValueType.Form;
import io.dukou.gateway.yaml.YamlMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the section {@code identity}. */
final class IdentityReader {
  private static final String ALGORITHMS =
      Arrays.stream(Algorithm.values()).map(Algorithm::name).collect(Collectors.joining(", "));
  private static final ValueType<Algorithm> ALGORITHM =
      new ValueType<>("one of " + ALGORITHMS, Form.TEXT, IdentityReader::algorithm);

  private IdentityReader() {}

  /** Reads the section. */
  static Read<IdentityConfig> read(YamlMap map, PathTypes paths) {
    Read<Jwt> jwt = map.optionalSection("jwt", section -> jwt(section, paths));
    Read<Boolean> certificates = map.value("clientCertificates", FLAG, "false");
    return map.build(() -> new IdentityConfig(jwt.orNull(), certificates.get()));
  }

  private static Read<Jwt> jwt(YamlMap map, PathTypes paths) {
    Read<String> issuer = map.value("issuer", TEXT);
    Read<String> audience = map.value("audience", TEXT);
    Read<Algorithm> algorithm = map.value("algorithm", ALGORITHM);
    Read<Duration> maxLifetime =
        map.value("maxLifetime", duration(Duration.ofSeconds(30), Duration.ofHours(24)));
    Read<Duration> expiryLeeway =
        map.value("expiryLeeway", duration(Duration.ZERO, Duration.ofMinutes(2)));
    Read<Keys> keys = keys(map, paths);
    Read<ClientClaim> clientClaim = map.value("clientClaim", oneOf(ClientClaim.class), "sub");
    Read<Integer> maxLength = map.value("maxLength", integer(512, 65_536), "8192");
    return map.build(
        () ->
            new Jwt(
                issuer.get(),
                audience.get(),
                algorithm.get(),
                keys.get(),
                maxLifetime.get(),
                expiryLeeway.get(),
                clientClaim.get(),
                maxLength.get()));
  }

  private static Read<Keys> keys(YamlMap map, PathTypes paths) {
    Read<List<Path>> publicKeys = map.values("publicKeys", paths.file());
    Read<Path> jwks = map.optional("jwks", paths.file());
    if (map.has("publicKeys") == map.has("jwks")) {
      map.problem(
          "'"
              + map.name("publicKeys")
              + "' or 'jwks' names the issuer's public keys: keep exactly one of them");
      return Read.none();
    }
    if (map.has("jwks")) {
      return jwks.toOptional().<Read<Keys>>map(f -> Read.of(new JwksFile(f))).orElse(Read.none());
    }
    if (publicKeys.toOptional().filter(List::isEmpty).isPresent()) {
      map.problem("publicKeys", "name at least one PEM file");
      return Read.none();
    }
    return publicKeys
        .toOptional()
        .<Read<Keys>>map(f -> Read.of(new PemFiles(f)))
        .orElse(Read.none());
  }

  private static Algorithm algorithm(String written) {
    return Arrays.stream(Algorithm.values())
        .filter(algorithm -> algorithm.name().equals(written))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "write one of "
                        + ALGORITHMS
                        + "; none and algorithms with a shared key (HS256, …) are not taken"));
  }
}
