package io.dukou.audit;

import org.jspecify.annotations.Nullable;

/** A key file is missing, malformed, or readable by others than its owner. */
public final class KeyFileException extends AuditException {
  private static final long serialVersionUID = 1L;

  KeyFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
