package io.dukou.audit;

/** A private key that signs notes. Secret; its text form says nothing of it. Any thread. */
interface NoteSigner {
  /** Returns the public half. */
  NoteKey key();

  /** Returns the signature of a note's text, without the key id. */
  byte[] signature(String text);
}
