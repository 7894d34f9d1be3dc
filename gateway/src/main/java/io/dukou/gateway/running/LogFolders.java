package io.dukou.gateway.running;

import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogSigners;
import io.dukou.audit.LogStorage;
import io.dukou.audit.OwnerOnlyFile;
import io.dukou.audit.postgres.PostgresHome;
import io.dukou.gateway.config.AuditConfig;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.config.KeysConfig;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.OwnerOnly;
import io.dukou.gateway.keys.SecretAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Opens the log of a gateway, and makes it at the very first start.
 *
 * <p>A log is made only where there is nothing of one, of its domestic parts or of state. Where
 * there is, a log folder without a log means a disk that is not there, and a second log under the
 * same key would deny everything the first one says. What a first start leaves that is killed while
 * it makes the log is nothing of one.
 */
public final class LogFolders {
  private LogFolders() {}

  /**
   * Opens the log in its two folders; blocks until it is recovered and checked.
   *
   * @param published the folder, not one of the log's, that keeps how far the log was published, so
   *     that an older copy of it is refused
   * @param unused says that there is no state, so that there may never have been a log
   */
  public static AuditLog open(
      AuditConfig config, Path published, Keys keys, LogOptions options, boolean unused) {
    makeFolders(config);
    return open(
        LogStorage.posix(config.directory()),
        LogStorage.posix(config.domestic()),
        keys,
        keeping(published, options),
        unused);
  }

  /**
   * Opens the log in its two folders as the other does, with room from a reserve on their disks.
   *
   * @param space over the same two folders
   */
  static AuditLog open(
      AuditConfig config,
      LogSpace space,
      Path published,
      Keys keys,
      LogOptions options,
      boolean unused) {
    return open(
        space.log(LogStorage.posix(config.directory())),
        space.domestic(LogStorage.posix(config.domestic())),
        keys,
        keeping(published, options),
        unused);
  }

  private static LogOptions keeping(Path published, LogOptions options) {
    makeFolder(published);
    return options.withPublishedKept(LogStorage.posix(published));
  }

  /** Makes the two folders of the log where they are not there. */
  static void makeFolders(AuditConfig config) {
    makeFolder(config.directory());
    makeFolder(config.domestic());
  }

  /**
   * Opens the log in a database; blocks as the other does, and until the lease of a gateway that
   * ended without giving it back has run out.
   *
   * @param acknowledged the folder, not in the database, that keeps what this gateway acknowledged
   * @param unused says that there is no state, so that there may never have been a log
   */
  public static AuditLog open(
      PostgresHome home, Path acknowledged, Keys keys, LogOptions options, boolean unused) {
    makeFolder(acknowledged);
    LogOptions keeping = options.withAcknowledged(LogStorage.posix(acknowledged));
    return open(home.log(), home.domestic(), keys, keeping, unused);
  }

  private static AuditLog open(
      LogStorage log, LogStorage domestic, Keys keys, LogOptions options, boolean unused) {
    DomesticStorage parts = new DomesticStorage(domestic, domesticKey(keys.gateway));
    if (unused && !AuditLog.exists(log, parts)) {
      AuditLog.create(log, parts, keys.log);
    }
    return AuditLog.open(log, parts, keys.log, options);
  }

  /**
   * Reads the keys that sign the log.
   *
   * @throws io.dukou.audit.KeyFileException naming the file and the remedy, if one cannot be used
   */
  public static LogSigners signers(GatewayConfig config, SecureRandom random) {
    char[] password = password(config.keys());
    try {
      return LogSigners.load(config.keys().directory(), config.audit().origin(), password, random);
    } finally {
      if (password != null) {
        Arrays.fill(password, '\0');
      }
    }
  }

  /** Returns the password that the log's keys are encrypted with, or null. */
  public static char @Nullable [] password(KeysConfig keys) {
    Path file = keys.passwordFile();
    return file == null ? null : OwnerOnlyFile.read(file).toCharArray();
  }

  private static DomesticKey domesticKey(GatewayKeys keys) {
    byte[] secret = keys.domestic().toByteArray(SecretAccess.grant());
    try {
      return DomesticKey.of(secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static void makeFolder(Path folder) {
    try {
      OwnerOnly.makeFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be made", e);
    }
  }

  /**
   * The keys a log is opened with.
   *
   * @param gateway the gateway's, of which the domestic key is used
   * @param log the log's own
   */
  public record Keys(GatewayKeys gateway, LogSigners log) {}
}
