package io.dukou.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The few file operations a log is built on, relative to one root directory. Paths have {@code /}
 * between their parts; the root is the empty path. Any thread may call.
 *
 * <p>What is durable: bytes of a file after {@link LogFile#sync}; the name of a file or directory,
 * its renaming and its removal after {@link #syncDirectory} of the directory that holds it. Before
 * that a power cut may keep any part of it. A failure is an {@link IOException}, after which
 * nothing is known of the operation's effect.
 */
public interface LogStorage {

  /** Returns the storage below an existing directory of a POSIX file system. */
  static LogStorage posix(Path root) {
    return new PosixLogStorage(root);
  }

  /**
   * Opens an existing file for reading.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  LogFile read(String path) throws IOException;

  /** Opens a file for reading and writing and creates it, empty, when there is none. */
  LogFile write(String path) throws IOException;

  /** Tells whether a file or directory exists. */
  boolean exists(String path) throws IOException;

  /** Returns the names in a directory in ascending order; none when there is no such directory. */
  List<String> list(String directory) throws IOException;

  /** Creates a directory whose parent exists; does nothing when it exists already. */
  void createDirectory(String path) throws IOException;

  /** Renames a file within its directory, replacing a file of the new name in one step. */
  void rename(String from, String to) throws IOException;

  /** Removes a file. */
  void delete(String path) throws IOException;

  /** Makes the names in a directory durable. */
  void syncDirectory(String path) throws IOException;

  /**
   * Takes the exclusive lock of the root, held until closed or until the process ends.
   *
   * @throws LogInUseException if it is held already
   */
  Closeable lock() throws IOException;

  /**
   * Returns whether syncing what is appended costs less where the file was that long before. It
   * does on file systems, which must else make a new length and new blocks durable as well.
   */
  default boolean gainsFromRoom() {
    return false;
  }

  /** Returns how a person would name a path, for messages. */
  String describe(String path);
}
