package io.dukou.gateway.demo;

/** Says that the gateway did not do what the demonstration claims it does. */
public final class DemoFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates a failure. */
  DemoFailedException(String message) {
    super(message);
  }
}
