package io.dukou.audit;

/** An entry cannot be logged as it is: too large, or not expressible as canonical JSON. */
public final class EntryRefusedException extends AuditException {
  private static final long serialVersionUID = 1L;

  EntryRefusedException(String message) {
    super(message, null);
  }
}
