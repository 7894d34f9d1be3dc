package io.dukou.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.jspecify.annotations.Nullable;

/**
 * An ML-DSA-44 public key (FIPS 204) with its name, as text {@code name+hash8+base64(0x06 || key)};
 * it verifies timestamped cosignatures on checkpoints, of witnesses and of a log itself.
 *
 * <p>Immutable. Source: c2sp.org/tlog-cosignature, "ML-DSA-44 signed message".
 */
final class MlDsaKey implements NoteKey {
  /** The signature type of timestamped ML-DSA-44 cosignatures. */
  static final byte TYPE = 6;

  private static final int KEY_BYTES = 1312;
  private static final int SIGNATURE_BYTES = 2420;
  private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_NAME = 255;

  private final String name;
  private final byte[] publicKey;
  private final int id;

  private MlDsaKey(String name, byte[] publicKey) {
    this.name = VerifierKey.requireName(name);
    StrictText.requireLength(publicKey, KEY_BYTES, "ML-DSA-44 key");
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw new MalformedException("ML-DSA-44 key: the name is longer than 255 bytes");
    }
    this.publicKey = publicKey;
    this.id = VerifierKey.keyId(name, TYPE, publicKey);
  }

  /** Returns the key with these 1,312 bytes. */
  static MlDsaKey of(String name, byte[] publicKey) {
    return new MlDsaKey(name, publicKey.clone());
  }

  /** Tells whether a text says that it is such a key. */
  static boolean isOne(String text) {
    String[] parts = text.split("\\+", 3);
    return parts.length == 3 && parts[2].startsWith("B");
  }

  /**
   * Reads the text form.
   *
   * @throws MalformedException if the form, the hash or the key is wrong
   */
  static MlDsaKey parse(String text) {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedException("ML-DSA-44 key: not of the form name+hash+key");
    }
    byte[] typed = StrictText.base64(parts[2], "ML-DSA-44 key: key");
    if (typed.length == 0 || typed[0] != TYPE) {
      throw new MalformedException("ML-DSA-44 key: not of type 6");
    }
    MlDsaKey key = new MlDsaKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
    if (!key.hexId().equals(parts[1])) {
      throw new MalformedException("ML-DSA-44 key: the hash does not belong to name and key");
    }
    return key;
  }

  /**
   * Returns what is signed about a checkpoint.
   *
   * @param cosigner the name of the key
   * @param seconds since the epoch
   * @param text the text of the note
   * @throws MalformedException if the text is no checkpoint
   */
  static byte[] message(String cosigner, long seconds, String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 4) {
      throw new MalformedException("checkpoint: fewer than three lines");
    }
    byte[] origin = lines[0].getBytes(StandardCharsets.UTF_8);
    byte[] root = StrictText.base64(lines[2], "checkpoint: root hash");
    StrictText.requireLength(root, TreeHash.LENGTH, "checkpoint: root hash");
    byte[] own = cosigner.getBytes(StandardCharsets.UTF_8);
    if (origin.length == 0 || origin.length > LONGEST_NAME || own.length > LONGEST_NAME) {
      throw new MalformedException("checkpoint: the origin is longer than 255 bytes");
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(LABEL);
    message.write(own.length);
    message.writeBytes(own);
    message.writeBytes(bytes(seconds));
    message.write(origin.length);
    message.writeBytes(origin);
    message.writeBytes(bytes(0));
    message.writeBytes(bytes(StrictText.decimal(lines[1], "checkpoint: size")));
    message.writeBytes(root);
    return message.toByteArray();
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /** Returns when a timestamped signature on a checkpoint was made; empty if it is wrong. */
  Optional<Instant> verified(String text, byte[] timestamped) {
    if (timestamped.length != Long.BYTES + SIGNATURE_BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(timestamped);
    long seconds = buffer.getLong();
    byte[] signature = new byte[SIGNATURE_BYTES];
    buffer.get(signature);
    // Without a time it would say nothing of what its signer saw last.
    if (seconds <= 0 || seconds > Instant.MAX.getEpochSecond()) {
      return Optional.empty();
    }
    byte[] message;
    try {
      message = message(name, seconds, text);
    } catch (MalformedException e) {
      return Optional.empty();
    }
    MLDSASigner signer = new MLDSASigner();
    signer.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey));
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature)
        ? Optional.of(Instant.ofEpochSecond(seconds))
        : Optional.empty();
  }

  /** Returns the id in eight hexadecimal digits. */
  String hexId() {
    return HexFormat.of().toHexDigits(id);
  }

  /** Returns whether another key has the same key material, whatever the names. */
  boolean hasSameMaterial(MlDsaKey other) {
    return Arrays.equals(publicKey, other.publicKey);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public Algorithm algorithm() {
    return Algorithm.ML_DSA_44;
  }

  @Override
  public boolean verifies(String text, byte[] signature) {
    return verified(text, signature).isPresent();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MlDsaKey key
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
    byte[] typed = StrictText.concat(new byte[] {TYPE}, publicKey);
    return name + "+" + hexId() + "+" + Base64.getEncoder().encodeToString(typed);
  }
}
