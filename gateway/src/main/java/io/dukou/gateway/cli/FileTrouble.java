package io.dukou.gateway.cli;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What is wrong with a file, in words that show nothing of its content: what the platform or a
 * parser says of a failure may quote it. Stateless.
 */
final class FileTrouble {
  private FileTrouble() {}

  /** Says why a file could not be read or written. */
  static String of(IOException failure) {
    if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
      return "no such file or folder";
    } else if (failure instanceof AccessDeniedException) {
      return "permission denied";
    } else if (failure instanceof FileAlreadyExistsException) {
      return "there is something of that name already";
    } else if (failure instanceof NotDirectoryException) {
      return "a folder was expected there";
    } else if (failure instanceof FileSystemLoopException) {
      return "its links lead in a circle";
    } else if (failure instanceof CharConversionException) {
      return "its characters are not in the expected encoding";
    }
    return "the system reports an input/output error; look at the disk, its free space and the"
        + " permissions";
  }

  /** Says why a text is not the JSON that was expected. */
  static String ofJson(JsonProcessingException failure) {
    if (failure instanceof JsonEOFException) {
      return "not JSON: it ends too early";
    } else if (failure instanceof JsonParseException
        && failure.getOriginalMessage().startsWith("Duplicate field")) {
      return "not JSON: a key stands twice in one object";
    } else if (failure instanceof JsonParseException) {
      return "not JSON: a syntax error";
    }
    return "not JSON that can be used: one value is expected, within the limits of size and depth";
  }
}
