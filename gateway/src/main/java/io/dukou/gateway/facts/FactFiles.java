package io.dukou.gateway.facts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** How facts files and consent ledgers are opened. */
@FunctionalInterface
interface FactFiles {
  /**
   * Opens a file of which at most {@code most} bytes are read.
   *
   * @throws UnfitFileException if it is not one that is read; the stream throws it too
   */
  InputStream open(Path file, long most) throws IOException;
}
