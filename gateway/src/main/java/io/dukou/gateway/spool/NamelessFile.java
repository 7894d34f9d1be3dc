package io.dukou.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * A file that only this process can reach: owner-only, and without a name before its first byte.
 *
 * <p>Java cannot ask for {@code O_TMPFILE}, so the file has a name for a moment. A process that
 * dies in that moment leaves an empty file behind, which {@link #sweep} removes. An interrupt of a
 * thread that reads or writes closes the file, and everything after fails.
 */
final class NamelessFile implements PieceFile {
  private static final String PREFIX = "dukou-spool-";
  private static final int NAME_BYTES = 16;
  private static final Set<StandardOpenOption> OPEN =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final FileChannel channel;

  private NamelessFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Makes a file in {@code directory} and takes its name away. */
  static NamelessFile create(Path directory, SecureRandom random) throws IOException {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    Path path = directory.resolve(PREFIX + HexFormat.of().formatHex(name));
    FileChannel channel = FileChannel.open(path, OPEN, OWNER_ONLY);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new NamelessFile(channel);
  }

  /** Removes the empty files that a killed process may have left in {@code directory}. */
  static void sweep(Path directory) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path path : left) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public void write(long position, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest, position + rest.position());
    }
  }

  @Override
  public byte[] read(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining() && channel.read(rest, position + rest.position()) >= 0) {
      // the loop condition reads
    }
    return rest.hasRemaining() ? Arrays.copyOf(bytes, rest.position()) : bytes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
