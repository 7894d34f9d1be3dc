package io.dukou.gateway.keys;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The gateway's own keys beside the log's signing key, each in its own owner-only file.
 *
 * @param domestic encrypts the domestic parts of the log
 * @param counting makes person keys
 * @param cuts encrypts data cuts, release plans and protected tables
 * @param cursors seals the cursors that callers page with
 */
public record GatewayKeys(Secret domestic, Secret counting, Secret cuts, Secret cursors) {
  /** Checks that the keys are there. */
  public GatewayKeys {
    requireNonNull(domestic, "domestic");
    requireNonNull(counting, "counting");
    requireNonNull(cuts, "cuts");
    requireNonNull(cursors, "cursors");
  }

  /** Returns fresh keys, in no file. */
  public static GatewayKeys random(SecureRandom random) {
    return new GatewayKeys(
        Secret.random(random), Secret.random(random), Secret.random(random), Secret.random(random));
  }

  /** Returns the file of the log's signing key, which the audit module reads and writes. */
  public static Path logKeyFile(Path folder) {
    return folder.resolve("log.key");
  }

  /**
   * Reads the keys of a folder.
   *
   * @throws KeyFileException if the folder or a file is missing, damaged, or open to others
   */
  public static GatewayKeys load(Path folder) {
    return new GatewayKeys(
        KeyFile.DOMESTIC.load(folder),
        KeyFile.COUNTING.load(folder),
        KeyFile.CUTS.load(folder),
        KeyFile.CURSORS.load(folder));
  }

  /**
   * Reads the domestic key alone.
   *
   * @throws KeyFileException if the folder or the file is missing, damaged, or open to others
   */
  public static Secret domesticOf(Path folder) {
    return KeyFile.DOMESTIC.load(folder);
  }

  /**
   * Writes the keys to a folder that only its owner can enter; makes it when it is not there.
   *
   * @throws KeyFileException if a key file is there already or cannot be written
   */
  public void save(Path folder) {
    KeyFile.DOMESTIC.save(folder, domestic);
    KeyFile.COUNTING.save(folder, counting);
    KeyFile.CUTS.save(folder, cuts);
    KeyFile.CURSORS.save(folder, cursors);
  }
}
