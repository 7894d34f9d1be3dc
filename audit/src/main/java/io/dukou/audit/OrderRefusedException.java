package io.dukou.audit;

/**
 * An order that may not be carried out; the message says why, and shows nothing of what is held.
 */
public final class OrderRefusedException extends AuditException {
  private static final long serialVersionUID = 1L;

  OrderRefusedException(String message) {
    super(message, null);
  }
}
