package io.dukou.gateway.sealed;

import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.keys.SecretAccess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the pieces of one file with AES-256-GCM.
 *
 * <p>The key is derived from the folder's key, the file's name and a salt of 32 bytes drawn for
 * this file, so a nonce may simply be the piece's number: no key seals two files. Number and "last"
 * are in the nonce, as in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO
 * 2015), so pieces cannot be moved, dropped at the end or taken from a file of another name.
 */
final class PieceSeal {
  static final int PIECE_BYTES = 64 * 1024;
  static final int SALT_BYTES = 32;
  static final int TAG_BYTES = 16;

  private static final int NONCE_BYTES = 12;

  private final SecretKey key;

  private PieceSeal(SecretKey key) {
    this.key = key;
  }

  /** Returns the seal of the file {@code name} with {@code salt}. */
  static PieceSeal of(Secret folderKey, String name, byte[] salt) {
    String label = "dukou sealed file v1\n" + name + "\n" + HexFormat.of().formatHex(salt);
    byte[] derived = folderKey.derive(label).toByteArray(SecretAccess.grant());
    return new PieceSeal(new SecretKeySpec(derived, "AES"));
  }

  /** Returns the sealed form of the first {@code length} bytes of {@code piece}. */
  byte[] seal(long number, boolean last, byte[] piece, int length) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, number, last).doFinal(piece, 0, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /**
   * Returns the content of a sealed piece.
   *
   * @throws AEADBadTagException if it is not the piece of this number, end mark and file
   */
  byte[] open(long number, boolean last, byte[] sealed, int length) throws AEADBadTagException {
    if (length < TAG_BYTES) {
      throw new AEADBadTagException("a piece is not shorter than its tag");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, number, last).doFinal(sealed, 0, length);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  private Cipher cipher(int mode, long number, boolean last) throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(number).putInt(last ? 1 : 0).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD("dukou sealed piece v1".getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
