package io.dukou.gateway.spool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * Opens spools over one directory and keeps what they hold together under a quota.
 *
 * <p>Any thread; {@link #create} touches the disk. Example:
 *
 * <pre>{@code
 * SpoolFactory spools = SpoolFactory.create(SpoolOptions.in(directory), new SecureRandom());
 * try (SpoolWriter writer = spools.open(sizeLimit)) {
 *   body.transferTo(writer);
 *   return writer.finish();
 * }
 * }</pre>
 */
public final class SpoolFactory {
  private final SpoolOptions options;
  private final SecureRandom random;
  private final FileMaker files;
  private final SpoolQuota quota;

  private SpoolFactory(SpoolOptions options, SecureRandom random, FileMaker files) {
    this.options = options;
    this.random = random;
    this.files = files;
    this.quota = new SpoolQuota(options);
  }

  /**
   * Returns a factory after making sure that its directory can hold files.
   *
   * @param random source of keys and of the names that files bear for a moment
   * @throws SpoolException STORAGE if the directory is missing and cannot be made, or is no place
   *     for files
   */
  public static SpoolFactory create(SpoolOptions options, SecureRandom random)
      throws SpoolException {
    requireNonNull(options, "options");
    requireNonNull(random, "random");
    prepare(options.directory(), random);
    return create(options, random, () -> NamelessFile.create(options.directory(), random));
  }

  /** Returns a factory over files made otherwise, for tests of damaged files. */
  static SpoolFactory create(SpoolOptions options, SecureRandom random, FileMaker files) {
    return new SpoolFactory(options, random, files);
  }

  /**
   * Opens a spool for one body of at most {@code sizeLimit} bytes.
   *
   * @return a writer that the caller closes, also after {@link SpoolWriter#finish}
   */
  public SpoolWriter open(long sizeLimit) {
    if (sizeLimit < 0) {
      throw new IllegalArgumentException("sizeLimit is negative: " + sizeLimit);
    }
    quota.opened();
    SpoolStore store = new SpoolStore(PieceCipher.create(random), files, quota);
    return new SpoolWriter(store, options.memoryLimit(), sizeLimit);
  }

  /** Returns what all spools of this factory hold now. */
  public SpoolStats stats() {
    return quota.stats();
  }

  private static void prepare(Path directory, SecureRandom random) throws SpoolException {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      NamelessFile.sweep(directory);
      NamelessFile.create(directory, random).close();
    } catch (IOException e) {
      throw new SpoolException(SpoolException.Reason.STORAGE, e);
    }
  }

  /** Makes the file of one spool. */
  @FunctionalInterface
  interface FileMaker {
    /** Returns a new, empty file. */
    PieceFile make() throws IOException;
  }
}
