package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * An ML-DSA-44 key that signs a log's checkpoints beside the others, or as a witness, for evidence
 * that must last longer than elliptic curves may. Secret, immutable, usable from any thread.
 */
final class MlDsaKeys implements NoteSigner {
  private static final int SEED_BYTES = 32;

  private final MlDsaKey key;
  private final SecretBytes seed;
  private final SecureRandom random;
  private final InstantSource clock;

  private MlDsaKeys(String name, byte[] seed, SecureRandom random, InstantSource clock) {
    StrictText.requireLength(seed, SEED_BYTES, "ML-DSA-44 seed");
    this.seed = SecretBytes.copyOf(seed);
    this.random = requireNonNull(random, "random");
    this.clock = requireNonNull(clock, "clock");
    this.key = MlDsaKey.of(name, parameters().getPublicKey());
  }

  /** Makes a key. */
  static MlDsaKeys generate(String name, SecureRandom random, InstantSource clock) {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return new MlDsaKeys(name, seed, random, clock);
  }

  /** Returns the key of this seed of 32 bytes (FIPS 204, xi). */
  static MlDsaKeys of(String name, byte[] seed, SecureRandom random, InstantSource clock) {
    return new MlDsaKeys(name, seed, random, clock);
  }

  /** Returns the private key for files; it holds the seed alone. */
  MLDSAPrivateKeyParameters parameters() {
    return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed.reveal())
        .getParametersWithFormat(MLDSAPrivateKeyParameters.SEED_ONLY);
  }

  /** Returns a copy of the seed, which the caller should overwrite after use. */
  byte[] seed() {
    return seed.reveal();
  }

  @Override
  public MlDsaKey key() {
    return key;
  }

  @Override
  public byte[] signature(String text) {
    return timestamped(text, clock.instant().getEpochSecond());
  }

  /**
   * Returns the timestamped signature of a checkpoint.
   *
   * @param text the text of the note
   * @param seconds since the epoch
   * @throws MalformedException if the text is no checkpoint
   */
  byte[] timestamped(String text, long seconds) {
    byte[] message = MlDsaKey.message(key.name(), seconds, text);
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, new ParametersWithRandom(parameters(), random));
    signer.update(message, 0, message.length);
    try {
      byte[] signature = signer.generateSignature();
      return ByteBuffer.allocate(Long.BYTES + signature.length)
          .putLong(seconds)
          .put(signature)
          .array();
    } catch (CryptoException e) {
      throw new IllegalStateException("ML-DSA cannot sign", e);
    }
  }

  @Override
  public String toString() {
    return "MlDsaKeys[" + key.name() + ", secret redacted]";
  }
}
