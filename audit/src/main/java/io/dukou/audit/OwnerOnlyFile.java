package io.dukou.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file of one line that only its owner may read or write. */
public final class OwnerOnlyFile {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final int MAX_BYTES = 1 << 14;

  private OwnerOnlyFile() {}

  /** Writes a new file durably; never replaces one. */
  static void create(Path file, String line) {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw new KeyFileException(file + ": exists already and is not replaced", e);
    } catch (IOException | UnsupportedOperationException e) {
      throw new KeyFileException(file + ": the key cannot be written owner-only", e);
    }
    syncParent(file);
  }

  /**
   * Reads the line of a file that nobody but its owner can read or write.
   *
   * @throws KeyFileException if others may use it or it cannot be read
   */
  public static String read(Path file) {
    byte[] bytes = readBytes(file);
    try {
      return line(StrictText.utf8(bytes, "key file"));
    } catch (MalformedException e) {
      throw new KeyFileException(file + ": " + e.getMessage(), null);
    }
  }

  /** Reads the bytes of such a file. */
  static byte[] readBytes(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!OWNER.containsAll(permissions)) {
        throw new KeyFileException(
            file
                + ": permissions are "
                + PosixFilePermissions.toString(permissions)
                + ", others than the owner could use the key; remedy: chmod 600",
            null);
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new KeyFileException(file + ": too long for a key", null);
      }
      return Files.readAllBytes(file);
    } catch (IOException | UnsupportedOperationException e) {
      throw new KeyFileException(file + ": the key cannot be read", e);
    }
  }

  private static String line(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static void syncParent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new KeyFileException(parent + ": the directory cannot be synced", e);
    }
  }
}
