package io.dukou.audit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The Ed25519 key of a log in a PKCS#11 token: the token signs, and the key never leaves it. Any
 * thread; signing takes turns.
 */
final class TokenKey implements NoteSigner {
  private static final byte[] PROBE =
      "dukou asks whether this key signs".getBytes(StandardCharsets.US_ASCII);
  private static final byte OCTET_STRING = 4;

  private final TokenSession session;
  private final long key;
  private final VerifierKey vkey;

  private TokenKey(TokenSession session, long key, VerifierKey vkey) {
    this.session = session;
    this.key = key;
    this.vkey = vkey;
  }

  /**
   * Opens a key and has it sign once.
   *
   * @param place where the URI was read, for messages
   * @param name the name of the log
   * @throws KeyFileException naming what is wrong and the remedy, if it cannot be used
   */
  static TokenKey open(String place, String uri, String name) {
    return using(place, uri, read -> open(Pkcs11.module(read.module()), read, name));
  }

  /**
   * Opens the key that a URI names in a token of a module.
   *
   * @throws TokenException if it cannot be used
   */
  static TokenKey open(Pkcs11 module, TokenUri uri, String name) {
    TokenSession session = TokenSession.login(module, uri, false);
    try {
      return open(session, name);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Makes the key that a URI names in its token, unless it is there.
   *
   * @param place where the URI was read, for messages
   * @return whether a key was made
   * @throws KeyFileException naming what is wrong and the remedy, if none can be made, or what is
   *     called so is not one Ed25519 key
   */
  static boolean generateIfAbsent(String place, String uri, SecureRandom random) {
    return using(
        place,
        uri,
        read -> {
          try (TokenSession session =
              TokenSession.login(Pkcs11.module(read.module()), read, true)) {
            return session.generateIfAbsent(random);
          }
        });
  }

  private static <T> T using(String place, String uri, Function<TokenUri, T> use) {
    try {
      return use.apply(TokenUri.parse(uri));
    } catch (MalformedException | TokenException e) {
      throw new KeyFileException(place + ": " + e.getMessage(), null);
    } catch (UnsatisfiedLinkError e) {
      throw new KeyFileException(
          place + ": module-path is no PKCS#11 module for this machine; mend it", null);
    }
  }

  private static TokenKey open(TokenSession session, String name) {
    long key = session.key();
    byte[] point = point(session.publicPoint());
    byte[] signature = session.sign(key, PROBE);
    if (signature.length != Ed25519.SIGNATURE_SIZE
        || !Ed25519.verify(signature, 0, point, 0, PROBE, 0, PROBE.length)) {
      throw new TokenException("what the key signs does not verify with its public key", Pkcs11.OK);
    }
    return new TokenKey(session, key, VerifierKey.of(name, point));
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
      byte[] signature = session.sign(key, text.getBytes(StandardCharsets.UTF_8));
      if (signature.length != Ed25519.SIGNATURE_SIZE) {
        throw new LogFailedException("the token signed otherwise than with Ed25519", null);
      }
      return signature;
    } catch (TokenException e) {
      throw new LogFailedException(
          "the log's key cannot sign: "
              + e.getMessage()
              + "; see that the token is there and works, then start again",
          null);
    }
  }

  /** Returns the log's name only. */
  @Override
  public String toString() {
    return "TokenKey[" + vkey.name() + "]";
  }
}
