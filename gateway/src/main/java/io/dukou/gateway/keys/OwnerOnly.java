package io.dukou.gateway.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Files and folders that only their owner can read and write.
 *
 * <p>The check is of the permission bits; root and access lists can always do more. A file system
 * without POSIX permissions is refused, since nothing could be shown about it.
 */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  /**
   * Looks at a file that must be its owner's alone.
   *
   * @return what is wrong and how to mend it, or empty when nothing is
   */
  public static Optional<String> faultOfFile(Path file) {
    return fault(file, false, "chmod 600 '" + file + "'");
  }

  /**
   * Looks at a folder that must be its owner's alone.
   *
   * @return what is wrong and how to mend it, or empty when nothing is
   */
  public static Optional<String> faultOfFolder(Path folder) {
    return fault(folder, true, "chmod 700 '" + folder + "'");
  }

  /** Makes the folder, and those above it, where missing; new ones are their owner's alone. */
  public static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
  }

  /**
   * Makes a new file with these bytes and waits until it is on the disk.
   *
   * @throws FileAlreadyExistsException if there is a file of that name, which stays as it is
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(FILE))) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    syncFolder(file.toAbsolutePath().resolveSibling(""));
  }

  /** Makes the name of a new file durable. */
  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Optional<String> fault(Path path, boolean folder, String remedy) {
    try {
      Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(path));
      others.removeAll(FOLDER);
      if (folder != Files.isDirectory(path)) {
        return Optional.of("is not a " + (folder ? "folder" : "file"));
      }
      return others.isEmpty()
          ? Optional.empty()
          : Optional.of("others than its owner can use it: run " + remedy);
    } catch (NoSuchFileException e) {
      return Optional.of("does not exist");
    } catch (UnsupportedOperationException e) {
      return Optional.of("its file system keeps no permissions: use one that does");
    } catch (IOException e) {
      return Optional.of("cannot be looked at");
    }
  }
}
