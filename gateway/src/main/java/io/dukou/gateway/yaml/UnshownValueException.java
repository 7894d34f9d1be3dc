package io.dukou.gateway.yaml;

/**
 * Says that a value cannot be used which no message may quote, since it may be a secret that was
 * written in the place of the file that holds it, or within an address.
 */
public final class UnshownValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates one with the remedy, and without a cause, which might quote the value. */
  public UnshownValueException(String remedy) {
    super(remedy);
  }
}
