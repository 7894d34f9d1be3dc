package io.dukou.gateway.config;

import io.dukou.gateway.keys.OwnerOnly;
import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.UnusableFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A folder with a configuration and all the files that it names. */
final class ConfigFolder {
  /** What is in {@code witnesses.policy}. */
  static final String WITNESSES =
      "witness one witness.example/w+7253c278+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
          + " https://witness.example/w\n"
          + "quorum one\n";

  private static final List<String> FILES =
      List.of(
          "tls/server.pem",
          "tls/clients.pem",
          "tls/origin.pem",
          "tls/opa.pem",
          "tls/tsa.pem",
          "tls/witnesses.pem",
          "tls/tiles.pem",
          "tsa-roots.pem",
          "identity/one.pem",
          "identity/two.pem",
          "identity/jwks.json",
          "specifications/adsl.yaml",
          "facts.yaml");
  private static final List<String> SECRETS =
      List.of(
          "tls/server.key",
          "keys/origin.token",
          "keys/opa.token",
          "keys/database.password",
          "keys/log.password",
          "keys/tiles.key",
          "keys/inspectors.token",
          "secrets/any");

  private final Path folder;

  private ConfigFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the files in {@code folder}. */
  static ConfigFolder in(Path folder) {
    try {
      for (String name : SECRETS) {
        OwnerOnly.makeFolder(folder.resolve(name).getParent());
        OwnerOnly.write(folder.resolve(name), new byte[0]);
      }
      for (String name : FILES) {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), "text of " + name);
      }
      Files.writeString(folder.resolve("witnesses.policy"), WITNESSES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ConfigFolder(folder);
  }

  /** Returns a configuration of the test resources. */
  static String resource(String name) {
    try (InputStream in = ConfigFolder.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file of the folder. */
  void put(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a path in the folder. */
  Path path(String name) {
    return folder.resolve(name);
  }

  /** Writes {@code yaml} as the configuration and returns its file. */
  Path write(String yaml) {
    try {
      return Files.writeString(
          folder.resolve("dukou.yaml"),
          yaml,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads {@code yaml}. */
  GatewayConfig load(String yaml) {
    return ConfigLoader.load(write(yaml));
  }

  /** Returns the problems of {@code yaml} as {@code line:column: message}. */
  List<String> problems(String yaml) {
    Path file = write(yaml);
    try {
      ConfigLoader.load(file);
      return List.of();
    } catch (UnusableFileException e) {
      return e.problems().stream()
          .map(Problem::toString)
          .map(text -> text.replace(file + ":", ""))
          .toList();
    }
  }
}
