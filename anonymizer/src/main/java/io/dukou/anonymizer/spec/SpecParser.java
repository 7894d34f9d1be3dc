package io.dukou.anonymizer.spec;

import java.nio.file.Path;

/**
 * Reads specification files, which are YAML 1.2 and so may be JSON.
 *
 * <p>Every unknown, doubled or wrong key is refused with its place.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SpecParser {
  private SpecParser() {}

  /**
   * Reads a specification.
   *
   * @param text the file's text
   * @param name the file's name for failures
   * @param files opens the hierarchy files it names
   * @throws SpecException naming file, line and column
   */
  public static ReleaseSpec parse(String text, String name, SpecFiles files) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Reads a specification file; hierarchy files are sought relative to its folder. */
  public static ReleaseSpec read(Path file) {
    throw new UnsupportedOperationException("not yet");
  }
}
