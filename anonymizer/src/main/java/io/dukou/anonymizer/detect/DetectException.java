package io.dukou.anonymizer.detect;

import io.dukou.anonymizer.AnonymizerException;

/** Input from which nothing can be proposed; the message names a place and a remedy. */
public final class DetectException extends AnonymizerException {
  private static final long serialVersionUID = 1L;

  DetectException(String message) {
    super(message);
  }
}
