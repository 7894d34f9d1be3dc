package io.dukou.audit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A session with the token that a {@linkplain TokenUri URI} leads to, logged in. The PIN is tried
 * once and not kept. Calls must take turns.
 */
final class TokenSession implements AutoCloseable {
  private static final String NO_NAME = "dukou";
  private static final int ID_BYTES = 8;

  private final Pkcs11 module;
  private final long handle;
  private final TokenUri uri;

  private TokenSession(Pkcs11 module, long handle, TokenUri uri) {
    this.module = module;
    this.handle = handle;
    this.uri = uri;
  }

  /**
   * Finds the token and logs in.
   *
   * @param writes whether a key may be made
   * @throws TokenException if there is not one such token, or it does not let this program in
   * @throws KeyFileException if the file of the PIN cannot be used
   */
  static TokenSession login(Pkcs11 module, TokenUri uri, boolean writes) {
    List<Long> slots =
        module.slots().stream().filter(slot -> isOf(module.token(slot), uri)).toList();
    if (slots.size() != 1) {
      throw refused(
          slots.isEmpty()
              ? "no slot holds the token; put it in, or mend token and serial of the URI"
              : "several tokens are called so; name its serial too");
    }
    Pkcs11.Token token = module.token(slots.get(0));
    if (token.isLocked()) {
      throw refused("the PIN is locked" + Pkcs11.UNLOCK);
    }
    if (token.isNearlyLocked()) {
      throw refused(
          "wrong PINs were tried, and the token would soon be locked: see that the PIN in"
              + " pin-source is right, then log in once with its maker's tool");
    }
    byte[] pin = OwnerOnlyFile.read(uri.pin()).getBytes(StandardCharsets.UTF_8);
    try {
      return new TokenSession(module, module.login(slots.get(0), pin, writes), uri);
    } finally {
      Arrays.fill(pin, (byte) 0);
    }
  }

  private static boolean isOf(Pkcs11.Token token, TokenUri uri) {
    return (uri.token() == null || uri.token().equals(token.label()))
        && (uri.serial() == null || uri.serial().equals(token.serial()));
  }

  /**
   * Returns the handle of the one private Ed25519 key that the URI names.
   *
   * @throws TokenException if there is none, or several
   */
  long key() {
    List<Long> keys = module.privateKeys(handle, uri);
    if (keys.size() == 1) {
      return keys.get(0);
    }
    if (keys.size() > 1) {
      throw refused("several keys of the token are called so; name both object and id");
    }
    throw refused(
        module.hasPrivateKey(handle, uri)
            ? "the key of this name in the token is of another type; a log needs an Ed25519 key,"
                + " so name another"
            : "the token has no such Ed25519 key; mend object and id of the URI, or make the key");
  }

  /** Returns the point of its public half, as the token has it. */
  byte[] publicPoint() {
    return module.publicPoint(handle, uri);
  }

  /**
   * Makes the Ed25519 key that the URI names, unless it is there. Replaces nothing. What the URI
   * leaves out, label or identifier, is chosen.
   *
   * @return whether a key was made
   * @throws TokenException if the token makes none, or has several keys of that name, one of
   *     another type, or a public key alone
   */
  boolean generateIfAbsent(SecureRandom random) {
    if (module.hasPrivateKey(handle, uri)) {
      var unused = key(); // which refuses any but the one that can sign
      return false;
    }
    if (module.hasPublicKey(handle, uri)) {
      throw refused(
          "the token has a public key of this name without its private key; name another");
    }
    String label = uri.object();
    String id = uri.id();
    byte[] chosen = new byte[ID_BYTES];
    random.nextBytes(chosen);
    module.generate(
        handle,
        label == null ? NO_NAME : label,
        id == null ? HexFormat.of().formatHex(chosen) : id);
    return true;
  }

  /** Signs with the key of a handle, by Ed25519. */
  byte[] sign(long key, byte[] message) {
    return module.sign(handle, key, message);
  }

  @Override
  public void close() {
    module.close(handle);
  }

  private static TokenException refused(String words) {
    return new TokenException(words, Pkcs11.OK);
  }
}
