package io.dukou.gateway.keys;

import java.nio.file.Path;

/** Says that a key file cannot be used. Names the file and the remedy, never what it holds. */
public final class KeyFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure about {@code file}. */
  KeyFileException(Path file, String message) {
    super(file + ": " + message);
  }

  /** Creates a failure about {@code file}, keeping its cause. */
  KeyFileException(Path file, String message, Throwable cause) {
    super(file + ": " + message, cause);
  }
}
