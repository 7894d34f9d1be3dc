package io.dukou.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * An Ed25519 public key with the name of its log, as text {@code name+hash8+base64(0x01 || key)}.
 *
 * <p>Immutable. Source: "Verifier keys" of c2sp.org/signed-note@v1.0.0.
 */
public final class VerifierKey extends LogVerifier implements NoteKey {
  static final byte ED25519 = 1;

  private final String name;
  private final int id;
  private final byte[] publicKey;

  private VerifierKey(String name, byte[] publicKey) {
    this.name = requireName(name);
    this.publicKey = publicKey;
    this.id = keyId(name, ED25519, publicKey);
    StrictText.requireLength(publicKey, Ed25519.PUBLIC_KEY_SIZE, "verifier key: key");
    if (!Ed25519.validatePublicKeyFull(publicKey, 0)) {
      throw new MalformedException("verifier key: not a point of the prime-order group");
    }
  }

  static VerifierKey of(String name, byte[] publicKey) {
    return new VerifierKey(name, publicKey.clone());
  }

  /**
   * Reads the text form.
   *
   * @throws MalformedException if the form, the hash or the key is wrong, or it is not Ed25519
   */
  public static VerifierKey parse(String text) {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedException("verifier key: not of the form name+hash+key");
    }
    byte[] key = StrictText.base64(parts[2], "verifier key: key");
    if (key.length == 0 || key[0] != ED25519) {
      throw new MalformedException("verifier key: not an Ed25519 key");
    }
    VerifierKey parsed = new VerifierKey(parts[0], Arrays.copyOfRange(key, 1, key.length));
    if (!parsed.hexId().equals(parts[1])) {
      throw new MalformedException("verifier key: the hash does not belong to name and key");
    }
    return parsed;
  }

  /** Returns the name, which is also the origin of the log's checkpoints. */
  @Override
  public String name() {
    return name;
  }

  /** Returns the key id that signature lines carry, big-endian in its four bytes. */
  @Override
  public int id() {
    return id;
  }

  @Override
  public Algorithm algorithm() {
    return Algorithm.ED25519;
  }

  @Override
  public boolean verifies(String text, byte[] signature) {
    return verifies(text.getBytes(StandardCharsets.UTF_8), signature);
  }

  /** Requires the signature of this one key, whatever the size. */
  @Override
  void requireSigned(Note note, long size) {
    if (!note.isSignedBy(this)) {
      throw new MalformedException("note: not signed by " + this);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerifierKey key
        && name.equals(key.name)
        && Arrays.equals(publicKey, key.publicKey);
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** Returns the text form, which {@link #parse} reads. */
  @Override
  public String toString() {
    byte[] typed = StrictText.concat(new byte[] {ED25519}, publicKey);
    return name + "+" + hexId() + "+" + Base64.getEncoder().encodeToString(typed);
  }

  /** Returns a copy of the 32 bytes of the key. */
  byte[] publicKey() {
    return publicKey.clone();
  }

  boolean verifies(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }

  /** Returns the name if it is not empty and has no Unicode space and no plus. */
  static String requireName(String name) {
    boolean usable =
        !name.isEmpty()
            && name.codePoints().noneMatch(c -> c == '+' || c < 0x20 || isSpace(c))
            && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    if (!usable) {
      throw new MalformedException("key name: empty, or with a space, plus or control character");
    }
    return name;
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || codePoint == 0x85;
  }

  /** Returns the id of a key of a signature type. */
  static int keyId(String name, byte type, byte[] publicKey) {
    var sha256 = TreeHash.sha256();
    sha256.update(name.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    sha256.update(type);
    return ByteBuffer.wrap(sha256.digest(publicKey)).getInt();
  }

  private String hexId() {
    return HexFormat.of().toHexDigits(id);
  }
}
