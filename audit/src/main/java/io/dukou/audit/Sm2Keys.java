package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * The SM2 key that signs a log's checkpoints beside the Ed25519 key, where commercial cryptography
 * is asked for (GM/T 0003, GM/T 0009). Secret, immutable, usable from any thread.
 */
final class Sm2Keys implements NoteSigner {
  private final Sm2Key key;
  private final SecretBytes secret;
  private final SecureRandom random;

  private Sm2Keys(String name, BigInteger secret, SecureRandom random) {
    this.secret = SecretBytes.copyOf(secret.toByteArray());
    this.random = requireNonNull(random, "random");
    this.key = Sm2Key.of(name, Sm2Key.CURVE.getG().multiply(secret));
  }

  /** Makes a key. */
  static Sm2Keys generate(String name, SecureRandom random) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(Sm2Key.CURVE, random));
    ECPrivateKeyParameters made = (ECPrivateKeyParameters) generator.generateKeyPair().getPrivate();
    return new Sm2Keys(name, made.getD(), random);
  }

  /**
   * Returns the key with this secret number.
   *
   * @throws MalformedException if it is no secret of the curve
   */
  static Sm2Keys of(String name, BigInteger secret, SecureRandom random) {
    // GM/T 0003: from 1 to n - 2
    if (secret.signum() <= 0
        || secret.compareTo(Sm2Key.CURVE.getN().subtract(BigInteger.ONE)) >= 0) {
      throw new MalformedException("the SM2 key is not one of sm2p256v1");
    }
    return new Sm2Keys(name, secret, random);
  }

  @Override
  public Sm2Key key() {
    return key;
  }

  @Override
  public byte[] signature(String text) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    SM2Signer signer = new SM2Signer();
    ECPrivateKeyParameters own = new ECPrivateKeyParameters(secret(), Sm2Key.CURVE);
    signer.init(true, new ParametersWithID(new ParametersWithRandom(own, random), Sm2Key.USER_ID));
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException("SM2 cannot sign", e);
    }
  }

  BigInteger secret() {
    return new BigInteger(secret.reveal());
  }

  @Override
  public String toString() {
    return "Sm2Keys[" + key.name() + ", secret redacted]";
  }
}
