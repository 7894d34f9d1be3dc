package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.keys.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that a new gateway starts from: a commented configuration and what it names, except the
 * keys and the identity provider's public key.
 */
public final class Starter {
  /** The name of the configuration file. */
  public static final String CONFIG = "dukou.yaml";

  private static final String LOG_NAME = "@LOG@";
  private static final String PASSWORD = "@PASSWORD@";
  private static final Map<String, String> FILES =
      new TreeMap<>(
          Map.of(
              CONFIG,
              "dukou.yaml",
              "facts.yaml",
              "facts.yaml",
              "consents.csv",
              "consents.csv",
              "specifications/dm.yaml",
              "specification.yaml"));

  private Starter() {}

  /** Returns the first file that {@link #write} would make and that is there already. */
  public static Optional<Path> existing(Path folder) {
    return FILES.keySet().stream().map(folder::resolve).filter(Files::exists).findFirst();
  }

  /**
   * Writes the files, each readable by its owner alone.
   *
   * @param folder the folder; it is made when it is not there
   * @param logName the name of the log, as its key has it
   * @param password the file of the password that the log's key is encrypted with, or null
   * @return the files
   * @throws FileAlreadyExistsException if a file is there already, which stays as it is
   */
  public static List<Path> write(Path folder, String logName, @Nullable Path password)
      throws IOException {
    requireNonNull(logName, "logName");
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path target = folder.resolve(file.getKey());
      OwnerOnly.makeFolder(target.resolveSibling("").toAbsolutePath());
      String text =
          template(file.getValue())
              .replace(LOG_NAME, logName)
              .replace(PASSWORD, password(folder, password));
      OwnerOnly.write(target, text.getBytes(StandardCharsets.UTF_8));
    }
    return FILES.keySet().stream().map(folder::resolve).toList();
  }

  /** Returns the line that names the file: within the folder relative to it, else in full. */
  private static String password(Path folder, @Nullable Path file) {
    if (file == null) {
      return "# keys: {passwordFile: log.password}      # of encrypted keys of the log";
    }
    Path full = file.toAbsolutePath().normalize();
    Path base = folder.toAbsolutePath().normalize();
    String named = (full.startsWith(base) ? base.relativize(full) : full).toString();
    return "keys: {passwordFile: '" + named.replace("'", "''") + "'}";
  }

  private static String template(String name) throws IOException {
    try (InputStream in = Starter.class.getResourceAsStream("starter/" + name)) {
      return new String(
          requireNonNull(in, "every template is in the jar").readAllBytes(),
          StandardCharsets.UTF_8);
    }
  }
}
