package io.dukou.gateway.release;

import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.keys.SecretAccess;
import io.dukou.gateway.release.SelectionException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the cursors that callers page with: opaque, of one length, and of use only to the caller,
 * for the table and for the selection that they were made for.
 *
 * <p>A cursor is the row at which the next page begins, encrypted with AES-256-GCM; caller, table
 * and selection are authenticated beside it. The nonce is an HMAC of all of that, so equal pages
 * have equal cursors, and a nonce repeats only with its message (the idea of RFC 5297, synthetic
 * initialisation vectors). Whatever is wrong with a cursor, the answer is the same. Any thread.
 */
final class CursorSeal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int ROW_BYTES = 8;
  private static final int SEALED_BYTES = NONCE_BYTES + ROW_BYTES + TAG_BYTES;
  private static final int SEALED_CHARACTERS = SEALED_BYTES * 4 / 3;

  private final SecretKeySpec nonceKey;
  private final SecretKeySpec rowKey;

  CursorSeal(Secret key) {
    this.nonceKey = derived(key, "dukou cursor nonce v1", "HmacSHA256");
    this.rowKey = derived(key, "dukou cursor row v1", "AES");
  }

  /** Returns the cursor that continues a selection at {@code row}. */
  String seal(Bearer bearer, Selection selection, int row) {
    byte[] bound = bound(bearer, selection);
    byte[] content = ByteBuffer.allocate(ROW_BYTES).putLong(row).array();
    byte[] nonce = nonce(bound, content);
    byte[] sealed = Arrays.copyOf(nonce, SEALED_BYTES);
    byte[] encrypted = crypt(Cipher.ENCRYPT_MODE, nonce, bound, content);
    System.arraycopy(encrypted, 0, sealed, NONCE_BYTES, encrypted.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /**
   * Returns the row at which the selection goes on.
   *
   * @throws SelectionException CURSOR, whatever is wrong with it
   */
  int open(Bearer bearer, Selection selection, String cursor) {
    byte[] sealed = decode(cursor);
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    byte[] bound = bound(bearer, selection);
    byte[] encrypted = Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length);
    byte[] content = crypt(Cipher.DECRYPT_MODE, nonce, bound, encrypted);
    if (!MessageDigest.isEqual(nonce, nonce(bound, content))) {
      throw new SelectionException(Kind.CURSOR);
    }
    return Math.toIntExact(ByteBuffer.wrap(content).getLong());
  }

  private static byte[] decode(String cursor) {
    if (cursor.length() != SEALED_CHARACTERS) {
      throw new SelectionException(Kind.CURSOR);
    }
    try {
      return Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw new SelectionException(Kind.CURSOR);
    }
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] bound, byte[] content) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, rowKey, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(bound);
      return cipher.doFinal(content);
    } catch (AEADBadTagException e) {
      throw new SelectionException(Kind.CURSOR);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  private byte[] nonce(byte[] bound, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(nonceKey);
      mac.update(content);
      mac.update(bound);
      return Arrays.copyOf(mac.doFinal(), NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC is not available", e);
    }
  }

  /** Returns what a cursor is bound to, each part behind its length. */
  private static byte[] bound(Bearer bearer, Selection selection) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    append(bytes, bearer.client());
    append(bytes, bearer.recipient());
    append(bytes, Long.toString(bearer.table()));
    append(bytes, bearer.dataset());
    append(bytes, String.valueOf(selection.limit()));
    selection
        .filters()
        .forEach(
            (column, value) -> {
              append(bytes, column);
              append(bytes, value);
            });
    return bytes.toByteArray();
  }

  private static void append(ByteArrayOutputStream bytes, String part) {
    byte[] text = part.getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
    bytes.writeBytes(text);
  }

  private static SecretKeySpec derived(Secret key, String label, String algorithm) {
    return new SecretKeySpec(key.derive(label).toByteArray(SecretAccess.grant()), algorithm);
  }

  /**
   * Whose cursor it is.
   *
   * @param client the client registration
   * @param recipient the recipient
   * @param table the log entry of the table
   * @param dataset which of the tables of that entry it is
   */
  record Bearer(String client, String recipient, long table, String dataset) {}
}
