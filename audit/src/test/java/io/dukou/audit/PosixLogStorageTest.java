package io.dukou.audit;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a directory. */
final class PosixLogStorageTest extends LogStorageContract {
  @TempDir private Path directory;

  @Override
  LogStorage emptyStorage() {
    return LogStorage.posix(directory);
  }

  @Override
  LogStorage seenByAnother() {
    return LogStorage.posix(directory);
  }
}
