package io.dukou.gateway.keys;

/** Permission to read secret bytes. Whoever needs one is found by searching for {@link #grant}. */
public final class SecretAccess {
  private static final SecretAccess GRANTED = new SecretAccess();

  private SecretAccess() {}

  /** Returns the permission. */
  public static SecretAccess grant() {
    return GRANTED;
  }
}
