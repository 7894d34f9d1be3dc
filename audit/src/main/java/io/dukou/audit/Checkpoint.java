package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.util.Base64;

/**
 * A signed tree head in the form of C2SP tlog-checkpoint.
 *
 * @param origin the log's identity
 * @param size number of entries
 * @param rootHash root of the RFC 6962 tree, 64 lower-case hexadecimal digits
 * @param note the whole signed note, as published
 */
public record Checkpoint(String origin, long size, String rootHash, String note) {

  /** Checks that nothing is missing; the signature is checked where a note is read. */
  public Checkpoint {
    requireNonNull(origin, "origin");
    requireNonNull(rootHash, "rootHash");
    requireNonNull(note, "note");
  }

  /** Signs a tree head: origin, size and root in base64, a line each. */
  static Checkpoint sign(LogSigners signers, long size, byte[] root) {
    String origin = signers.name();
    String text = origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    return new Checkpoint(origin, size, StrictText.hex(root), signers.sign(text, size));
  }

  /**
   * Reads a note that a log signed.
   *
   * @param verifier who may have, under the log's name
   * @throws MalformedException if the form is wrong, or signatures are missing or wrong
   */
  static Checkpoint open(String note, LogVerifier verifier) {
    Note parsed = Note.parse(note);
    String[] lines = parsed.text().split("\n", -1);
    // A text ends in a newline, so the last element is empty.
    if (lines.length < 4) {
      throw new MalformedException("checkpoint: fewer than three lines");
    }
    for (int i = 3; i < lines.length - 1; i++) {
      if (lines[i].isEmpty()) {
        throw new MalformedException("checkpoint: empty extension line");
      }
    }
    long size = StrictText.decimal(lines[1], "checkpoint: size");
    verifier.requireSigned(parsed, size);
    if (!lines[0].equals(verifier.name())) {
      throw new MalformedException("checkpoint: origin is not the name of the verifier key");
    }
    byte[] root = StrictText.base64(lines[2], "checkpoint: root hash");
    StrictText.requireLength(root, TreeHash.LENGTH, "checkpoint: root hash");
    return new Checkpoint(lines[0], size, StrictText.hex(root), note);
  }

  /**
   * Returns this checkpoint with the cosignature of a witness, taken out of the witness's answer.
   *
   * @param answer the signature lines that the witness answered
   * @throws MalformedException if the answer is malformed, or holds no right cosignature of it
   */
  public Checkpoint with(WitnessKey witness, String answer) {
    return new Checkpoint(origin, size, rootHash, note + witness.line(Note.parse(note), answer));
  }

  byte[] root() {
    return StrictText.fromHex(rootHash);
  }
}
