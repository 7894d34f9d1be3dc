package io.dukou.gateway.spool;

import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals and opens the pieces of one body with AES-256-GCM.
 *
 * <h2>Why a counter is a safe nonce here</h2>
 *
 * <p>The key is drawn for one body and dies with it, and each position of a body is sealed once: a
 * writer holds a piece back until it knows whether the piece is the last. So (key, nonce) never
 * repeats. This is the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, <i>Online
 * Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance</i> (CRYPTO 2015): position and
 * "last" in each nonce make an authentic prefix, gap, repetition or change of order fail to open.
 *
 * <h2>What zeroing can do</h2>
 *
 * <p>{@link #destroy} zeroes the only copy of the key that this class keeps. The JDK's cipher holds
 * a key schedule for as long as a {@code Cipher} object lives; such objects are local to a call.
 *
 * <p>Any thread, as long as nobody calls {@code destroy} meanwhile.
 */
final class PieceCipher {
  /** Bytes of a body in each piece but the last. */
  static final int PIECE_BYTES = 64 * 1024;

  /** Bytes by which a sealed piece is longer than its content. */
  static final int TAG_BYTES = 16;

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final byte[] LABEL = "dukou spool piece v1".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;

  private final PieceKey key;

  private PieceCipher(PieceKey key) {
    this.key = key;
  }

  /** Returns a cipher under a fresh key drawn from {@code random}. */
  static PieceCipher create(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new PieceCipher(new PieceKey(key));
  }

  /** Returns the sealed form of the first {@code length} bytes of {@code content}. */
  byte[] seal(long index, boolean last, byte[] content, int length) {
    try {
      return start(Cipher.ENCRYPT_MODE, index, last).doFinal(content, 0, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM does not work here", e);
    }
  }

  /**
   * Returns the content of a sealed piece.
   *
   * @throws SpoolException TAMPERED if these bytes were not sealed for this place
   */
  byte[] open(long index, boolean last, byte[] sealed) throws SpoolException {
    if (sealed.length < TAG_BYTES) {
      throw new SpoolException(SpoolException.Reason.TAMPERED);
    }
    try {
      return start(Cipher.DECRYPT_MODE, index, last).doFinal(sealed);
    } catch (GeneralSecurityException e) {
      throw new SpoolException(SpoolException.Reason.TAMPERED, e);
    }
  }

  /** Zeroes the key; nothing can be sealed or opened afterwards. */
  void destroy() {
    key.destroy();
  }

  private Cipher start(int mode, long index, boolean last) throws GeneralSecurityException {
    ByteBuffer place = ByteBuffer.allocate(NONCE_BYTES).putLong(index).putInt(last ? 1 : 0);
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, place.array()));
    cipher.updateAAD(LABEL);
    cipher.updateAAD(place.array());
    return cipher;
  }

  /** A key that can be zeroed, which {@code SecretKeySpec} cannot before JDK 18. */
  private static final class PieceKey implements SecretKey {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised, see writeReplace
    private final transient byte[] bytes;

    private transient volatile boolean destroyed;

    PieceKey(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public String getAlgorithm() {
      return "AES";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      if (destroyed) {
        throw new IllegalStateException("the key is destroyed");
      }
      return bytes.clone();
    }

    @Override
    public void destroy() {
      destroyed = true;
      Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
      return destroyed;
    }

    @Override
    public String toString() {
      return "PieceKey[secret]";
    }

    private Object writeReplace() throws NotSerializableException {
      throw new NotSerializableException(PieceKey.class.getName());
    }
  }
}
