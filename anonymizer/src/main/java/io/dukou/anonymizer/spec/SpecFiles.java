package io.dukou.anonymizer.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens the files that a specification names. */
@FunctionalInterface
public interface SpecFiles {
  /**
   * Opens the file called {@code name}; the caller closes it.
   *
   * @throws IOException if there is none or it cannot be read
   */
  InputStream open(String name) throws IOException;

  /**
   * Returns access to regular files by their path relative to {@code folder}; a device or a pipe,
   * which may never end, is not opened.
   */
  static SpecFiles in(Path folder) {
    return name -> {
      try {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
          throw new NoSuchFileException(name);
        }
        return Files.newInputStream(file);
      } catch (InvalidPathException e) {
        throw new NoSuchFileException(name);
      }
    };
  }

  /** Returns access to no file at all. */
  static SpecFiles none() {
    return name -> {
      throw new NoSuchFileException(name);
    };
  }
}
