package io.dukou.audit;

import io.dukou.audit.Pkcs11.TokenException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The Ed25519 key of a log in a PKCS#11 token: the token signs, and the key never leaves it. The
 * PIN is tried once when the key is opened and not kept. Any thread; signing takes turns.
 */
final class TokenKey implements NoteSigner {
  private static final byte[] PROBE =
      "dukou asks whether this key signs".getBytes(StandardCharsets.US_ASCII);
  private static final byte OCTET_STRING = 4;

  private final Pkcs11 module;
  private final long session;
  private final long key;
  private final VerifierKey vkey;

  private TokenKey(Pkcs11 module, long session, long key, VerifierKey vkey) {
    this.module = module;
    this.session = session;
    this.key = key;
    this.vkey = vkey;
  }

  /**
   * Opens a key and has it sign once.
   *
   * @param file where the URI was read, for messages
   * @param name the name of the log
   * @throws KeyFileException naming what is wrong and the remedy, if it cannot be used
   */
  static TokenKey open(Path file, String uri, String name) {
    try {
      return open(TokenUri.parse(uri), name);
    } catch (MalformedException e) {
      throw new KeyFileException(file + ": " + e.getMessage(), null);
    } catch (TokenException e) {
      String remedy =
          e.result() == Pkcs11.PIN_INCORRECT
              ? "; the PIN in pin-source is wrong, and was tried once: mend it before tries run out"
              : "";
      throw new KeyFileException(file + ": " + e.getMessage() + remedy, null);
    } catch (UnsatisfiedLinkError e) {
      throw new KeyFileException(
          file + ": module-path is no PKCS#11 module for this machine", null);
    }
  }

  private static TokenKey open(TokenUri uri, String name) {
    Pkcs11 module = Pkcs11.module(uri.module());
    List<Long> slots =
        module.slots().stream().filter(slot -> isOf(module.token(slot), uri)).toList();
    if (slots.size() != 1) {
      throw new TokenException(
          slots.isEmpty()
              ? "no slot holds the token"
              : "several tokens are called so; name its serial too",
          Pkcs11.OK);
    }
    if (module.token(slots.get(0)).isNearlyLocked()) {
      throw new TokenException(
          "wrong PINs were tried, and the token is locked or soon would be: log in with its maker's"
              + " tool first",
          Pkcs11.OK);
    }
    byte[] pin = OwnerOnlyFile.read(uri.pin()).getBytes(StandardCharsets.UTF_8);
    long session = module.login(slots.get(0), pin);
    Arrays.fill(pin, (byte) 0);
    try {
      return open(module, session, uri, name);
    } catch (RuntimeException e) {
      module.close(session);
      throw e;
    }
  }

  private static TokenKey open(Pkcs11 module, long session, TokenUri uri, String name) {
    List<Long> keys = module.privateKeys(session, uri);
    if (keys.size() != 1) {
      throw new TokenException(
          keys.isEmpty()
              ? "the token has no such Ed25519 key"
              : "several keys of the token are called so; name the id too",
          Pkcs11.OK);
    }
    byte[] point = point(module.publicPoint(session, uri));
    byte[] signature = module.sign(session, keys.get(0), PROBE);
    if (signature.length != Ed25519.SIGNATURE_SIZE
        || !Ed25519.verify(signature, 0, point, 0, PROBE, 0, PROBE.length)) {
      throw new TokenException("what the key signs does not verify with its public key", Pkcs11.OK);
    }
    return new TokenKey(module, session, keys.get(0), VerifierKey.of(name, point));
  }

  private static boolean isOf(Pkcs11.Token token, TokenUri uri) {
    return (uri.token() == null || uri.token().equals(token.label()))
        && (uri.serial() == null || uri.serial().equals(token.serial()));
  }

  /** Returns a point that the token has as such, as 3.0 says, or in an OCTET STRING, as 2.40. */
  private static byte[] point(byte[] value) {
    int length = Ed25519.PUBLIC_KEY_SIZE;
    if (value.length == length) {
      return value;
    }
    if (value.length == length + 2 && value[0] == OCTET_STRING && value[1] == length) {
      return Arrays.copyOfRange(value, 2, value.length);
    }
    throw new TokenException("the public key is no point of edwards25519", Pkcs11.OK);
  }

  @Override
  public NoteKey key() {
    return vkey;
  }

  /**
   * Has the token sign.
   *
   * @throws LogFailedException if it does not; nothing may be acknowledged then
   */
  @Override
  public synchronized byte[] signature(String text) {
    try {
      byte[] signature = module.sign(session, key, text.getBytes(StandardCharsets.UTF_8));
      if (signature.length != Ed25519.SIGNATURE_SIZE) {
        throw new LogFailedException("the token signed otherwise than with Ed25519", null);
      }
      return signature;
    } catch (TokenException e) {
      throw new LogFailedException("the log's key cannot sign: " + e.getMessage(), null);
    }
  }

  /** Returns the log's name only. */
  @Override
  public String toString() {
    return "TokenKey[" + vkey.name() + "]";
  }
}
