package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;

/**
 * The key that a witness cosigns checkpoints with: Ed25519, or ML-DSA-44 for cosignatures that must
 * last longer than elliptic curves may. Secret, immutable, usable from any thread.
 *
 * <p>Its file is one line, {@code PRIVATE+KEY+name+hash8+base64(type || seed)}, as Go's {@code
 * sumdb/note} has it: with type 1 and the hash of a signer key for Ed25519, so that a witness's key
 * is the same file as that of a log; with type 6, and the hash of the verifier key, for ML-DSA-44,
 * whose seed has 32 bytes as well (xi of FIPS 204).
 */
public final class WitnessKeys {
  private static final String PREFIX = "PRIVATE+KEY+";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final NoteSigner signer;
  private final WitnessKey vkey;

  private WitnessKeys(LogKeys signer) {
    this.signer = signer;
    this.vkey = WitnessKey.of(signer.vkey());
  }

  private WitnessKeys(MlDsaKeys signer) {
    this.signer = signer;
    this.vkey = WitnessKey.of(signer.key());
  }

  /** Returns the key of a witness that cosigns with this Ed25519 key under its name. */
  public static WitnessKeys of(LogKeys keys) {
    return new WitnessKeys(requireNonNull(keys, "keys"));
  }

  /**
   * Makes a key.
   *
   * @param name the name of the witness, by recommendation a URL without scheme; no space, no plus
   * @param random source of the seed, and later of what signing with ML-DSA-44 needs
   * @throws MalformedException if the name cannot be that of a key
   */
  public static WitnessKeys generate(String name, Kind kind, SecureRandom random) {
    return switch (kind) {
      case ED25519 -> new WitnessKeys(LogKeys.generate(name, random));
      case ML_DSA_44 -> new WitnessKeys(MlDsaKeys.generate(name, random, InstantSource.system()));
    };
  }

  /**
   * Reads a key file.
   *
   * @throws KeyFileException if the file is missing, malformed, or readable or writable by others
   */
  public static WitnessKeys load(Path file) {
    String line = OwnerOnlyFile.read(file);
    String[] parts =
        line.startsWith(PREFIX) ? line.substring(PREFIX.length()).split("\\+", 3) : new String[0];
    try {
      byte[] typed = parts.length == 3 ? StrictText.base64(parts[2], "signing key") : new byte[0];
      if (typed.length == 0 || typed[0] != MlDsaKey.TYPE) {
        return new WitnessKeys(LogKeys.load(file));
      }
      byte[] seed = Arrays.copyOfRange(typed, 1, typed.length);
      MlDsaKeys keys = MlDsaKeys.of(parts[0], seed, RANDOM, InstantSource.system());
      if (!keys.key().hexId().equals(parts[1])) {
        throw new MalformedException("the hash does not belong to name and key");
      }
      return new WitnessKeys(keys);
    } catch (MalformedException e) {
      throw new KeyFileException(file + ": " + e.getMessage(), null);
    }
  }

  /**
   * Writes the key to a new file with mode 0600, durably.
   *
   * @throws KeyFileException if the file exists or cannot be written
   */
  public void save(Path file) {
    if (signer instanceof LogKeys keys) {
      keys.save(file);
    } else if (signer instanceof MlDsaKeys keys) {
      byte[] typed = StrictText.concat(new byte[] {MlDsaKey.TYPE}, keys.seed());
      OwnerOnlyFile.create(
          file,
          PREFIX
              + keys.key().name()
              + "+"
              + keys.key().hexId()
              + "+"
              + Base64.getEncoder().encodeToString(typed));
    }
  }

  /** Returns the public key that verifies the cosignatures. */
  public WitnessKey vkey() {
    return vkey;
  }

  /**
   * Cosigns a checkpoint.
   *
   * @param text the text of the note, its last newline included
   * @param at when, in whole seconds, after 1970
   * @return the signature line, its newline included
   */
  String cosign(String text, Instant at) {
    long seconds = at.getEpochSecond();
    byte[] timestamped;
    if (signer instanceof MlDsaKeys keys) {
      timestamped = keys.timestamped(text, seconds);
    } else {
      byte[] signature = signer.signature(WitnessKey.message(text, seconds));
      timestamped =
          ByteBuffer.allocate(Long.BYTES + signature.length)
              .putLong(seconds)
              .put(signature)
              .array();
    }
    return vkey.line(timestamped);
  }

  /** Returns the witness's name only. */
  @Override
  public String toString() {
    return "WitnessKeys[" + vkey.name() + ", secret redacted]";
  }

  /** What a witness cosigns with. */
  public enum Kind {
    /** RFC 8032. */
    ED25519("ed25519"),
    /** FIPS 204. */
    ML_DSA_44("ml-dsa-44");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Returns its name as an option gives it. */
    public String word() {
      return word;
    }
  }
}
