package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FileTroubleTest {
  @Test
  void everyFailure_isSaidWithoutTheWordsOfThePlatform() {
    for (IOException failure :
        List.of(
            new NoSuchFileException("private"),
            new FileNotFoundException("private"),
            new AccessDeniedException("private"),
            new FileAlreadyExistsException("private"),
            new NotDirectoryException("private"),
            new FileSystemException("private", null, "private"),
            new IOException("private"))) {
      assertThat(FileTrouble.of(failure)).isNotBlank().doesNotContain("private", "Exception");
    }
  }

  @Test
  void missingFile_isNotTakenForABrokenDisk() {
    assertThat(FileTrouble.of(new NoSuchFileException("f"))).isEqualTo("no such file or folder");
    assertThat(FileTrouble.of(new AccessDeniedException("f"))).isEqualTo("permission denied");
  }
}
