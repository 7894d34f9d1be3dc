package io.dukou.gateway.facts;

import java.io.IOException;

/** Says why a file is not read, and what to do, in words for its owner. */
final class UnfitFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private UnfitFileException(String message) {
    super(message);
  }

  /** Returns the failure of a file that is a pipe, a device or a folder. */
  static UnfitFileException notRegular() {
    return new UnfitFileException("is not a regular file: name one");
  }

  /** Returns the failure of a file of more than {@code most} bytes. */
  static UnfitFileException longerThan(long most) {
    return new UnfitFileException(
        "is longer than " + (most >> 20) + " MiB, the most that is read: split it");
  }
}
