package io.dukou.gateway.running;

import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogStorage;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.OwnerOnly;
import io.dukou.gateway.keys.SecretAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Opens the log of a gateway, and makes it at the very first start.
 *
 * <p>A log is made only where log, domestic parts and state are all empty. Where one of them is
 * not, an empty log folder means a disk that is not there, and a second log under the same key
 * would deny everything the first one says.
 */
final class LogFolders {
  private LogFolders() {}

  /** Opens the log; blocks until it is recovered and checked. */
  static AuditLog open(
      GatewayConfig config, GatewayKeys keys, LogKeys logKeys, LogOptions options) {
    Path log = config.audit().directory();
    Path domestic = config.audit().domestic();
    boolean first = isEmpty(log) && isEmpty(domestic) && isEmpty(config.state().directory());
    makeFolder(log);
    makeFolder(domestic);
    LogStorage storage = LogStorage.posix(log);
    DomesticStorage parts = new DomesticStorage(LogStorage.posix(domestic), domesticKey(keys));
    if (first) {
      AuditLog.create(storage, parts, logKeys);
    }
    return AuditLog.open(storage, parts, logKeys, options);
  }

  private static DomesticKey domesticKey(GatewayKeys keys) {
    byte[] secret = keys.domestic().toByteArray(SecretAccess.grant());
    try {
      return DomesticKey.of(secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static boolean isEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      return !files.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed", e);
    }
  }

  private static void makeFolder(Path folder) {
    try {
      OwnerOnly.makeFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be made", e);
    }
  }
}
