package io.dukou.audit;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public key of a witness with its name, as text {@code name+hash8+base64(type || key)}; it
 * verifies timestamped cosignatures on checkpoints: Ed25519 (type 4), or ML-DSA-44 (type 6).
 *
 * <p>Immutable. Source: "Verifier keys" of c2sp.org/signed-note@v1.0.0 and
 * c2sp.org/tlog-cosignature@v1.0.0.
 */
public final class WitnessKey {
  /** The signature type of timestamped Ed25519 cosignatures. */
  static final byte COSIGNATURE_V1 = 4;

  private final NoteKey key;
  private final int id;

  private WitnessKey(VerifierKey key) {
    this.key = key;
    this.id = VerifierKey.keyId(key.name(), COSIGNATURE_V1, key.publicKey());
  }

  private WitnessKey(MlDsaKey key) {
    this.key = key;
    this.id = key.id();
  }

  /** Returns the key of a witness that cosigns with this Ed25519 key under its name. */
  public static WitnessKey of(VerifierKey key) {
    return new WitnessKey(key);
  }

  /** Returns the key of a witness that cosigns with this ML-DSA-44 key under its name. */
  static WitnessKey of(MlDsaKey key) {
    return new WitnessKey(key);
  }

  /**
   * Reads the text form.
   *
   * @throws MalformedException if the form, the hash or the key is wrong, or it is not the key of a
   *     cosigner
   */
  public static WitnessKey parse(String text) {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedException("witness key: not of the form name+hash+key");
    }
    byte[] typed = StrictText.base64(parts[2], "witness key: key");
    if (typed.length > 0 && typed[0] == MlDsaKey.TYPE) {
      return new WitnessKey(MlDsaKey.parse(text));
    }
    if (typed.length == 0 || typed[0] != COSIGNATURE_V1) {
      throw new MalformedException("witness key: not a key for cosignatures, whose type is 4 or 6");
    }
    WitnessKey parsed =
        new WitnessKey(VerifierKey.of(parts[0], Arrays.copyOfRange(typed, 1, typed.length)));
    if (!parsed.hexId().equals(parts[1])) {
      throw new MalformedException("witness key: the hash does not belong to name and key");
    }
    return parsed;
  }

  /** Returns the name of the witness, which its cosignature lines carry. */
  public String name() {
    return key.name();
  }

  /** Returns whether another key has the same key material, whatever the names. */
  boolean hasSameMaterial(WitnessKey other) {
    if (key instanceof VerifierKey own && other.key instanceof VerifierKey theirs) {
      return Arrays.equals(own.publicKey(), theirs.publicKey());
    }
    return key instanceof MlDsaKey own
        && other.key instanceof MlDsaKey theirs
        && own.hasSameMaterial(theirs);
  }

  /**
   * Finds the newest cosignature of this witness on a note.
   *
   * @return when the witness made it, or empty if it did not cosign
   * @throws MalformedException if a cosignature of this witness is wrong
   */
  Optional<Instant> cosigned(Note note) {
    Instant newest = null;
    for (byte[] signature : note.signaturesBy(name(), id)) {
      Instant at = verified(note.text(), signature);
      newest = newest == null || at.isAfter(newest) ? at : newest;
    }
    return Optional.ofNullable(newest);
  }

  /**
   * Returns the newest line of this witness in its answer about a note. All must be right, and one
   * is enough: a witness that fills a note with lines spoils it for the others.
   */
  String line(Note note, String answer) {
    Note answered = Note.ofLines(note.text(), answer);
    Instant newest =
        cosigned(answered)
            .orElseThrow(
                () -> new MalformedException("the answer holds no cosignature by " + name()));
    return answered.signaturesBy(name(), id).stream()
        .filter(signature -> verified(note.text(), signature).equals(newest))
        .findFirst()
        .map(this::line)
        .orElseThrow();
  }

  private Instant verified(String text, byte[] timestamped) {
    return (key instanceof MlDsaKey mlDsa
            ? mlDsa.verified(text, timestamped)
            : ed25519(text, timestamped))
        .orElseThrow(
            () -> new MalformedException("note: the cosignature by " + name() + " is wrong"));
  }

  private Optional<Instant> ed25519(String text, byte[] timestamped) {
    if (timestamped.length <= Long.BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(timestamped);
    long seconds = buffer.getLong();
    byte[] signature = new byte[buffer.remaining()];
    buffer.get(signature);
    boolean isRight =
        seconds >= 0
            && seconds <= Instant.MAX.getEpochSecond()
            && key.verifies(message(text, seconds), signature);
    return isRight ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
  }

  /** Returns a signature line of this witness, its newline included. */
  String line(byte[] timestamped) {
    return Note.line(name(), id, timestamped);
  }

  /** Returns what is signed with Ed25519 about a checkpoint. */
  static String message(String text, long seconds) {
    return "cosignature/v1\ntime " + seconds + "\n" + text;
  }

  private String hexId() {
    return HexFormat.of().toHexDigits(id);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WitnessKey witness && key.equals(witness.key);
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** Returns the text form, which {@link #parse} reads. */
  @Override
  public String toString() {
    if (!(key instanceof VerifierKey ed25519)) {
      return key.toString();
    }
    byte[] typed = StrictText.concat(new byte[] {COSIGNATURE_V1}, ed25519.publicKey());
    return name() + "+" + hexId() + "+" + Base64.getEncoder().encodeToString(typed);
  }
}
