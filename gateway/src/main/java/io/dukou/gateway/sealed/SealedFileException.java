package io.dukou.gateway.sealed;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says that a sealed file cannot be written or read. Names the file, never its content. */
public final class SealedFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure about {@code file}. */
  SealedFileException(Path file, String problem, @Nullable Throwable cause) {
    super(requireNonNull(file, "file") + ": " + problem, cause);
  }

  private SealedFileException(String message, SealedFileException cause) {
    super(message, cause);
  }

  /** Returns this failure with what there is to do about it. */
  public SealedFileException withRemedy(String remedy) {
    return new SealedFileException(getMessage() + "; remedy: " + remedy, this);
  }
}
