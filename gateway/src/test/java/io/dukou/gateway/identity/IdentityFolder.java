package io.dukou.gateway.identity;

import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.config.GatewayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A configuration on disk that is about identity alone. */
final class IdentityFolder {
  private static final String CLIENTS =
      """
      clients:
        - id: rhein-client
          organisation: Rhein Pharma AG
          recipient: rhein-pharma
          purpose: label_update
          country: CH
          token: rhein
        - id: haikou-client
          organisation: Lecheng Hospital
          role: operator
          recipient: lecheng
          purpose: audit
          country: CN
          networks: [10.20.0.0/16, "2001:db8:20::/48"]
          token: haikou
      """;

  private final Path folder;

  private IdentityFolder(Path folder) {
    this.folder = folder;
  }

  /** Prepares {@code folder}. */
  static IdentityFolder in(Path folder) {
    try {
      Path keys = Files.createDirectory(folder.resolve("keys"));
      Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
      Files.writeString(folder.resolve("facts.yaml"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new IdentityFolder(folder);
  }

  /** Returns a configuration that takes tokens of {@code algorithm} by the keys in {@code file}. */
  GatewayConfig tokens(String algorithm, String keys) {
    return load(jwt(algorithm, keys) + CLIENTS);
  }

  /** Returns a configuration whose TLS another program ends. */
  GatewayConfig behindAnotherProgram(String algorithm, String keys) {
    return load("server: {tls: {terminatedBy: nginx}}\n" + jwt(algorithm, keys) + CLIENTS);
  }

  /** Loads {@code yaml} with the sections that every configuration needs. */
  GatewayConfig load(String yaml) {
    write("dukou.yaml", yaml + "facts: {files: [facts.yaml]}\naudit: {origin: log}\n");
    return ConfigLoader.load(folder.resolve("dukou.yaml"));
  }

  /** Writes a file that is its owner's alone. */
  Path write(String name, String text) {
    try {
      Path file = Files.writeString(folder.resolve(name), text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String jwt(String algorithm, String keys) {
    return """
    identity:
      jwt:
        issuer: https://login.example
        audience: dukou
        algorithm: %s
        maxLifetime: 10m
        expiryLeeway: 5s
        %s
    """
        .formatted(algorithm, keys);
  }
}
