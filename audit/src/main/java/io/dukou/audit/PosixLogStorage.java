package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory of a POSIX file system. What it makes is its owner's alone: who is to have tiles is
 * given copies.
 */
final class PosixLogStorage implements LogStorage {
  private static final String LOCK = "lock";
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path root;

  PosixLogStorage(Path root) {
    this.root = requireNonNull(root, "root").toAbsolutePath().normalize();
  }

  @Override
  public LogFile read(String path) throws IOException {
    if (Files.exists(resolve(path)) && !Files.isRegularFile(resolve(path))) {
      throw new IOException("no regular file"); // opening a pipe can wait for ever
    }
    return new PosixFile(FileChannel.open(resolve(path), StandardOpenOption.READ));
  }

  @Override
  public LogFile write(String path) throws IOException {
    return new PosixFile(
        FileChannel.open(
            resolve(path),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            FILE));
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(resolve(path));
  }

  @Override
  public List<String> list(String directory) throws IOException {
    try (Stream<Path> names = Files.list(resolve(directory))) {
      return names.map(name -> name.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  @Override
  public void createDirectory(String path) throws IOException {
    try {
      Files.createDirectory(resolve(path), DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(resolve(path))) {
        throw e;
      }
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String path) throws IOException {
    Files.delete(resolve(path));
  }

  /** Syncs through a read-only channel on the directory, which Linux and macOS allow. */
  @Override
  public void syncDirectory(String path) throws IOException {
    try (FileChannel directory = FileChannel.open(resolve(path), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  @SuppressWarnings("resource") // The channel lives as long as the lock that is returned.
  public Closeable lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FILE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse();
    }
    channel.close();
    throw inUse();
  }

  @Override
  public boolean gainsFromRoom() {
    return true;
  }

  @Override
  public String describe(String path) {
    return resolve(path).toString();
  }

  private LogInUseException inUse() {
    return new LogInUseException(root + ": in use by another log; only one may write here");
  }

  private Path resolve(String path) {
    return path.isEmpty() ? root : root.resolve(path);
  }

  /** A file behind a channel. */
  private static final class PosixFile implements LogFile {
    private final FileChannel channel;

    PosixFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      int total = 0;
      while (target.hasRemaining()) {
        int count = channel.read(target, position + total);
        if (count < 0) {
          break;
        }
        total += count;
      }
      return total;
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      long at = position;
      while (source.hasRemaining()) {
        int count = channel.write(source, at);
        if (count <= 0) {
          throw new EOFException("nothing could be written");
        }
        at += count;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    /** Syncs data and length (fdatasync); times of the file are of no interest. */
    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
