package io.dukou.gateway.running;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.keys.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of data cuts and protected tables, held by one gateway until it closes it or its
 * process ends. Whoever opens the folder removes what a crash left half written and goes on
 * numbering; two at once would remove and overwrite each other's files.
 */
final class StateFolder implements AutoCloseable {
  /** The kind of state that says how far the log went. */
  static final String ACKNOWLEDGED = "log";

  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel lock;

  private StateFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes a folder, and makes it where there is none.
   *
   * @throws FolderInUseException if another gateway holds it
   * @throws UncheckedIOException if it cannot be used
   */
  static StateFolder take(Path path) {
    requireNonNull(path, "path");
    try {
      OwnerOnly.makeFolder(path);
      return new StateFolder(path, lock(path));
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be used", e);
    }
  }

  /** Returns the folder of one kind of state. */
  Path folder(String kind) {
    return path.resolve(kind);
  }

  /**
   * Returns true when no gateway has kept anything here yet; an empty folder of what was
   * acknowledged is what a first start leaves that was killed before it made the log.
   */
  boolean isUnused() {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        boolean isEmpty = file.endsWith(ACKNOWLEDGED) && isEmpty(file);
        if (!isEmpty && !file.endsWith(LOCK)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be listed", e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    if (locks(channel)) {
      return channel;
    }
    channel.close();
    throw new FolderInUseException(path);
  }

  @SuppressWarnings("resource") // the lock lives as long as its channel
  private static boolean locks(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held within this process
    }
  }
}
