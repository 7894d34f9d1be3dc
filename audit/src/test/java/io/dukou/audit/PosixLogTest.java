package io.dukou.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A log in two directories. */
final class PosixLogTest extends LogContract {
  @TempDir private Path directory;

  @BeforeEach
  void makeDirectories() throws IOException {
    Files.createDirectory(directory.resolve("log"));
    Files.createDirectory(directory.resolve("domestic"));
  }

  @Override
  LogStorage log() {
    return LogStorage.posix(directory.resolve("log"));
  }

  @Override
  LogStorage domestic() {
    return LogStorage.posix(directory.resolve("domestic"));
  }

  @Override
  void leave() {}
}
