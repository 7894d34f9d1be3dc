package io.dukou.gateway.spool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Says why a body could not be kept or read back.
 *
 * <p>Neither the message nor the cause holds a byte of a body.
 */
public final class SpoolException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  SpoolException(Reason reason) {
    this(reason, null);
  }

  SpoolException(Reason reason, @Nullable Throwable cause) {
    super(requireNonNull(reason, "reason").text, cause);
    this.reason = reason;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }

  /** What stands between a body and the spool. */
  public enum Reason {
    /** The body is longer than the limit of this spool. */
    TOO_LARGE("the body is longer than its limit"),
    /** All spools together hold as much as they may. */
    QUOTA("the spools are full"),
    /** The disk refused to write, or to read. */
    STORAGE("the spool's file cannot be written or read"),
    /** The file does not hold what was written into it. */
    TAMPERED("the spool's file was changed from outside"),
    /** The spool or its writer is closed, or failed before. */
    CLOSED("the spool is closed");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }
}
