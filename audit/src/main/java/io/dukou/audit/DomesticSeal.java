package io.dukou.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts domestic records.
 *
 * <p>A sealed record is a random 32-byte salt and AES-256-GCM pieces of 64 KiB of plain text each.
 * The key is HMAC-SHA-256 under the domestic key of a label and the salt, so each record has a key
 * of its own and the limits of random nonces under one key do not arise. A piece's nonce is its
 * number and whether it is the last, which binds order and end (the STREAM construction of Hoang,
 * Reyhanitabar, Rogaway and Vizar, 2015). Erasing the salt alone already makes a record unreadable.
 *
 * <p>Stateless; any thread.
 */
final class DomesticSeal {
  private static final int SALT_BYTES = 32;
  private static final int PIECE_BYTES = 64 * 1024;
  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final String LABEL = "dukou domestic record 1";

  private final DomesticKey key;

  DomesticSeal(DomesticKey key) {
    this.key = key;
  }

  /** Returns the encrypted form of a record. */
  byte[] seal(byte[] plain, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    int pieces = Math.max(1, (plain.length + PIECE_BYTES - 1) / PIECE_BYTES);
    byte[] sealed = new byte[SALT_BYTES + plain.length + pieces * TAG_BYTES];
    System.arraycopy(salt, 0, sealed, 0, SALT_BYTES);
    try {
      SecretKeySpec recordKey = recordKey(salt);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      int out = SALT_BYTES;
      for (int piece = 0; piece < pieces; piece++) {
        int from = piece * PIECE_BYTES;
        int count = Math.min(PIECE_BYTES, plain.length - from);
        cipher.init(Cipher.ENCRYPT_MODE, recordKey, nonce(piece, piece == pieces - 1));
        out += cipher.doFinal(plain, from, count, sealed, out);
      }
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM and HMAC-SHA-256", e);
    }
  }

  /**
   * Decrypts a record.
   *
   * @throws MalformedException if it was not sealed under this key, or was changed since
   */
  byte[] unseal(byte[] sealed) {
    if (sealed.length < SALT_BYTES + TAG_BYTES) {
      throw new MalformedException("domestic record is too short");
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream(sealed.length);
    try {
      SecretKeySpec recordKey = recordKey(Arrays.copyOf(sealed, SALT_BYTES));
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      int from = SALT_BYTES;
      for (int piece = 0; from < sealed.length; piece++) {
        int count = Math.min(PIECE_BYTES + TAG_BYTES, sealed.length - from);
        if (count < TAG_BYTES) {
          throw new MalformedException("domestic record is cut short");
        }
        boolean last = from + count == sealed.length;
        cipher.init(Cipher.DECRYPT_MODE, recordKey, nonce(piece, last));
        plain.writeBytes(cipher.doFinal(sealed, from, count));
        from += count;
      }
      return plain.toByteArray();
    } catch (GeneralSecurityException e) {
      throw new MalformedException("domestic record cannot be decrypted under this key");
    }
  }

  private SecretKeySpec recordKey(byte[] salt) throws GeneralSecurityException {
    byte[] secret = key.secret().reveal();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    Arrays.fill(secret, (byte) 0);
    mac.update(LABEL.getBytes(StandardCharsets.US_ASCII));
    return new SecretKeySpec(mac.doFinal(salt), "AES");
  }

  private static GCMParameterSpec nonce(int piece, boolean last) {
    byte[] nonce =
        ByteBuffer.allocate(NONCE_BYTES).putInt(7, piece).put(11, (byte) (last ? 1 : 0)).array();
    return new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
  }
}
