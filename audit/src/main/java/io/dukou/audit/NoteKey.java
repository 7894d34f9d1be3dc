package io.dukou.audit;

/** A public key that verifies signature lines of notes. Immutable. */
interface NoteKey {
  /** Returns the name that its lines carry. */
  String name();

  /** Returns the id that its lines carry. */
  int id();

  /** Returns what it signs with, in a word. */
  Algorithm algorithm();

  /**
   * Tells whether a signature, without its key id, is of the text of a note.
   *
   * @param text the text, its last newline included
   */
  boolean verifies(String text, byte[] signature);

  /** What notes are signed with. */
  enum Algorithm {
    /** RFC 8032. */
    ED25519("Ed25519"),
    /** GM/T 0003.2 with SM3 (GM/T 0004). */
    SM2("SM2"),
    /** FIPS 204. */
    ML_DSA_44("ML-DSA-44");

    private final String word;

    Algorithm(String word) {
      this.word = word;
    }

    /** Returns its name. */
    String word() {
      return word;
    }
  }
}
