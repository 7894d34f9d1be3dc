package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * How a file looked from outside. Two equal stamps mean that it has most likely not changed.
 *
 * @param file the file
 * @param time when it was last written, or null when it could not be looked at
 * @param size its size, or -1
 * @param identity which file it is, or null when the file system does not tell
 */
record FileStamp(Path file, @Nullable FileTime time, long size, @Nullable Object identity) {
  /** Checks that the file is named. */
  FileStamp {
    requireNonNull(file, "file");
  }

  /** Looks at {@code file}; one that is not there has a stamp too. */
  static FileStamp of(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(file, now.lastModifiedTime(), now.size(), now.fileKey());
    } catch (IOException e) {
      // Gone or unreadable is a state like any other; whoever reads the file reports it.
      return new FileStamp(file, null, -1, null);
    }
  }

  /** Returns true when the file no longer looks like this. */
  boolean changed() {
    return !of(file).equals(this);
  }
}
