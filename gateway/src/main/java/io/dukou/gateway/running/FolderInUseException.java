package io.dukou.gateway.running;

import java.nio.file.Path;

/** Another gateway holds a folder that only one may use at a time. */
public final class FolderInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure about {@code folder}. */
  FolderInUseException(Path folder) {
    super(
        folder
            + ": another gateway is using this folder; stop it, or give this one folders of its own"
            + " (state, audit.directory and audit.domestic)");
  }
}
