package io.dukou.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whole files of a {@link LogStorage}, replaced in one step and made durable together.
 *
 * <p>A file is written under another name, synced, then renamed, so that its own name never stands
 * for half of it. The names become durable with {@link #syncDirectories}. Not thread-safe.
 */
final class StorageFiles {
  private static final String TEMPORARY = ".tmp";

  private final LogStorage storage;
  private final Set<String> knownDirectories = new HashSet<>(Set.of(""));
  private final Set<String> changedDirectories = new LinkedHashSet<>();

  StorageFiles(LogStorage storage) {
    this.storage = storage;
  }

  /** Overwrites a whole file with zeros, durably, then removes it, durably. */
  static void overwriteAndDelete(LogStorage storage, String path) throws IOException {
    try (LogFile file = storage.write(path)) {
      byte[] zeros = new byte[1 << 16];
      long length = file.size();
      for (long done = 0; done < length; done += zeros.length) {
        int count = (int) Math.min(zeros.length, length - done);
        file.write(done, ByteBuffer.wrap(zeros, 0, count));
      }
      file.sync();
    }
    storage.delete(path);
    storage.syncDirectory(parent(path));
  }

  /** Reads a whole file. */
  static byte[] readAll(LogStorage storage, String path) throws IOException {
    try (LogFile file = storage.read(path)) {
      return readAll(file);
    }
  }

  static byte[] readAll(LogFile file) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
    int count = file.read(0, content);
    if (count != content.capacity()) {
      throw new IOException("file shrank while it was read");
    }
    return content.array();
  }

  /** Puts content under a path; its name is durable after {@link #syncDirectories}. */
  void replace(String path, byte[] content) throws IOException {
    String directory = parent(path);
    makeDirectory(directory);
    String temporary = path + TEMPORARY;
    try (LogFile file = storage.write(temporary)) {
      file.truncate(0);
      file.write(0, ByteBuffer.wrap(content));
      file.sync();
    }
    storage.rename(temporary, path);
    changedDirectories.add(directory);
  }

  /** Creates a directory and those above it. */
  void makeDirectory(String directory) throws IOException {
    if (!knownDirectories.contains(directory)) {
      makeDirectory(parent(directory));
      storage.createDirectory(directory);
      changedDirectories.add(parent(directory));
      knownDirectories.add(directory);
    }
  }

  /** Removes a directory, if there is one, with the files in it; not durable. */
  void remove(String directory) throws IOException {
    List<String> names = storage.list(directory);
    for (String name : names) {
      storage.delete(directory + "/" + name);
    }
    if (!names.isEmpty()) {
      storage.delete(directory);
    }
    knownDirectories.remove(directory);
    changedDirectories.remove(directory);
  }

  /** Makes all names put, and all directories created, since the last call durable. */
  void syncDirectories() throws IOException {
    for (String directory : changedDirectories) {
      storage.syncDirectory(directory);
    }
    changedDirectories.clear();
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
