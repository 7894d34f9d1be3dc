package io.dukou.audit;

/** The log's queue is full; nothing was sequenced, and the same append may succeed later. */
public final class LogBusyException extends AuditException {
  private static final long serialVersionUID = 1L;

  LogBusyException(String message) {
    super(message, null);
  }
}
