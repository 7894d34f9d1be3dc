package io.dukou.audit;

/** A text or byte sequence does not have the strict form its specification demands. */
public final class MalformedException extends AuditException {
  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message, null);
  }
}
