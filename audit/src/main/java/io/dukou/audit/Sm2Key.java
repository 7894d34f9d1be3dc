package io.dukou.audit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/**
 * An SM2 public key with the name of its log, as text {@code name+hash8+base64(0xff ||
 * "dukou.io/sm2-sm3" || point)}: a signature type that signed-note assigns no byte, so it names
 * itself. The point is uncompressed, 65 bytes, on sm2p256v1.
 *
 * <p>A signature is over the text of the note, as a DER sequence of r and s (GM/T 0009), with SM3
 * and the default user id {@code 1234567812345678} of GM/T 0009. Immutable.
 */
final class Sm2Key implements NoteKey {
  /** The user id that the digest of a message begins with, unless parties agree on another. */
  static final byte[] USER_ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

  static final ECDomainParameters CURVE =
      new ECDomainParameters(GMNamedCurves.getByName("sm2p256v1"));

  private static final byte TYPE = (byte) 0xff;
  private static final byte[] IDENTIFIER = "dukou.io/sm2-sm3".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final ECPoint point;
  private final int id;

  private Sm2Key(String name, ECPoint point) {
    this.name = VerifierKey.requireName(name);
    this.point = point;
    this.id = VerifierKey.keyId(name, TYPE, material());
  }

  /** Returns the key with this point. */
  static Sm2Key of(String name, ECPoint point) {
    return new Sm2Key(name, point.normalize());
  }

  /** Tells whether a text says that it is such a key. */
  static boolean isOne(String text) {
    String[] parts = text.split("\\+", 3);
    return parts.length == 3 && parts[2].startsWith("/2R1a291"); // 0xff and "dukou"
  }

  /**
   * Reads the text form.
   *
   * @throws MalformedException if the form, the hash or the point is wrong
   */
  static Sm2Key parse(String text) {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedException("SM2 key: not of the form name+hash+key");
    }
    byte[] typed = StrictText.base64(parts[2], "SM2 key: key");
    int start = 1 + IDENTIFIER.length;
    if (typed.length <= start
        || typed[0] != TYPE
        || !Arrays.equals(Arrays.copyOfRange(typed, 1, start), IDENTIFIER)) {
      throw new MalformedException("SM2 key: not an SM2 key");
    }
    byte[] encoded = Arrays.copyOfRange(typed, start, typed.length);
    StrictText.requireLength(encoded, 65, "SM2 key: point");
    Sm2Key key;
    try {
      key = new Sm2Key(parts[0], CURVE.validatePublicPoint(CURVE.getCurve().decodePoint(encoded)));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("SM2 key: not a point of the curve");
    }
    if (!HexFormat.of().toHexDigits(key.id).equals(parts[1])) {
      throw new MalformedException("SM2 key: the hash does not belong to name and key");
    }
    return key;
  }

  private byte[] material() {
    return StrictText.concat(IDENTIFIER, point.getEncoded(false));
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
    return Algorithm.SM2;
  }

  @Override
  public boolean verifies(String text, byte[] signature) {
    return verifies(text.getBytes(StandardCharsets.UTF_8), signature, USER_ID);
  }

  /** Verifies with another user id; standards' examples have others. */
  boolean verifies(byte[] message, byte[] signature, byte[] userId) {
    SM2Signer signer = new SM2Signer();
    signer.init(false, new ParametersWithID(new ECPublicKeyParameters(point, CURVE), userId));
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  /** Returns the affine coordinates, for tools that take them. */
  BigInteger[] coordinates() {
    return new BigInteger[] {
      point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sm2Key key && name.equals(key.name) && point.equals(key.point);
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** Returns the text form, which {@link #parse} reads. */
  @Override
  public String toString() {
    byte[] typed = StrictText.concat(new byte[] {TYPE}, material());
    return name
        + "+"
        + HexFormat.of().toHexDigits(id)
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }
}
