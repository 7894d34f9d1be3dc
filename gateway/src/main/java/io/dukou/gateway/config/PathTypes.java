package io.dukou.gateway.config;

import io.dukou.gateway.keys.OwnerOnly;
import io.dukou.gateway.yaml.UnshownValueException;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.ValueType.Form;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Values that name files and folders, resolved against the folder of the configuration file.
 *
 * @param folder that folder
 */
record PathTypes(Path folder) {
  /** Returns the types for the paths in {@code file}. */
  static PathTypes relativeTo(Path file) {
    return new PathTypes(file.toAbsolutePath().resolveSibling("").normalize());
  }

  /** Returns a path that may or may not exist yet. */
  ValueType<Path> folderToMake() {
    return new ValueType<>("folder", Form.TEXT, this::resolve);
  }

  /** Returns a file that exists and can be read. */
  ValueType<Path> file() {
    return new ValueType<>("file", Form.TEXT, this::existing);
  }

  /** Returns a file that exists and is its owner's alone. */
  ValueType<Path> secretFile() {
    return new ValueType<>(
        "owner-only file",
        Form.TEXT,
        written -> {
          Path file = existingSecret(written);
          refuse(OwnerOnly.faultOfFile(file));
          return file;
        });
  }

  /** Returns a folder that exists and is its owner's alone. */
  ValueType<Path> secretFolder() {
    return new ValueType<>("owner-only folder", Form.TEXT, this::resolve);
  }

  /** Returns a file, whose name is not quoted where there is none: it may be the secret itself. */
  private Path existingSecret(String written) {
    try {
      return existing(written);
    } catch (IllegalArgumentException e) {
      throw new UnshownValueException(String.valueOf(e.getMessage()));
    }
  }

  private Path existing(String written) {
    Path file = resolve(written);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no such file: make it, or name another");
    }
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("this file cannot be read: check who may read it");
    }
    return file;
  }

  private Path resolve(String written) {
    try {
      return folder.resolve(written).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("write a path", e);
    }
  }

  private static void refuse(Optional<String> fault) {
    fault.ifPresent(
        found -> {
          throw new IllegalArgumentException(found);
        });
  }
}
