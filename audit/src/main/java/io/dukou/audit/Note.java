package io.dukou.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A C2SP signed note: text ending in a newline, an empty line, signature lines.
 *
 * <p>Source: c2sp.org/signed-note@v1.0.0. Signatures by keys not asked about are ignored, as it
 * demands; a wrong signature by the key asked about refuses the note.
 */
final class Note {
  /** The specification asks verifiers to accept at least 16. */
  static final int MAX_SIGNATURES = 100;

  static final int MAX_BYTES = 1_000_000;

  private static final String SIGNATURE_PREFIX = "\u2014 ";
  private static final int KEY_ID_BYTES = 4;

  private final String text;
  private final List<Signature> signatures;

  private Note(String text, List<Signature> signatures) {
    this.text = text;
    this.signatures = signatures;
  }

  /** Returns a text, which must end in a newline, with the signature of a key. */
  static String sign(String text, NoteSigner signer) {
    return sign(text, List.of(signer));
  }

  /** Returns a text, which must end in a newline, with the signatures of some keys. */
  static String sign(String text, List<? extends NoteSigner> signers) {
    StringBuilder note = new StringBuilder(text).append('\n');
    for (NoteSigner signer : signers) {
      note.append(line(signer.key().name(), signer.key().id(), signer.signature(text)));
    }
    return note.toString();
  }

  /** Returns a signature line, its newline included. */
  static String line(String name, int keyId, byte[] signature) {
    ByteBuffer bytes = ByteBuffer.allocate(KEY_ID_BYTES + signature.length);
    bytes.putInt(keyId).put(signature);
    return SIGNATURE_PREFIX + name + " " + Base64.getEncoder().encodeToString(bytes.array()) + "\n";
  }

  /**
   * Returns the text of a note that {@code key} signed.
   *
   * @throws MalformedException if the form is wrong, or the key's signature is missing or wrong
   */
  static String open(String note, VerifierKey key) {
    Note parsed = parse(note);
    key.requireSigned(parsed, 0);
    return parsed.text;
  }

  /**
   * Tells whether a key signed this note.
   *
   * @throws MalformedException if a signature by the key is wrong
   */
  boolean isSignedBy(NoteKey key) {
    List<byte[]> own = signaturesBy(key.name(), key.id());
    if (own.stream().anyMatch(signature -> !key.verifies(text, signature))) {
      throw new MalformedException("note: the signature by " + key.name() + " is wrong");
    }
    return !own.isEmpty();
  }

  /** Returns the signatures that name a key, without their key ids. */
  List<byte[]> signaturesBy(String name, int keyId) {
    return signatures.stream()
        .filter(signature -> signature.name.equals(name) && signature.keyId == keyId)
        .map(signature -> signature.bytes)
        .toList();
  }

  /**
   * Reads signature lines alone, as a witness answers.
   *
   * @throws MalformedException if they are none
   */
  static Note ofLines(String text, String lines) {
    checkCharacters(lines);
    return new Note(text, signatures(lines));
  }

  static Note parse(String note) {
    return parse(note, MAX_BYTES);
  }

  /**
   * Reads a note that may be longer than those that others must accept.
   *
   * @param longest how many characters it may have
   */
  static Note parse(String note, int longest) {
    checkCharacters(note, longest);
    int split = note.lastIndexOf("\n\n");
    if (split < 0) {
      throw new MalformedException("note: no empty line before the signatures");
    }
    return new Note(note.substring(0, split + 1), signatures(note.substring(split + 2)));
  }

  String text() {
    return text;
  }

  private static void checkCharacters(String note) {
    checkCharacters(note, MAX_BYTES);
  }

  private static void checkCharacters(String note, int longest) {
    if (note.length() > longest) {
      throw new MalformedException("note: longer than " + longest + " bytes");
    }
    for (int i = 0; i < note.length(); i++) {
      char c = note.charAt(i);
      if (c < 0x20 && c != '\n') {
        throw new MalformedException("note: control character");
      }
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(note)) {
      throw new MalformedException("note: not Unicode");
    }
  }

  private static List<Signature> signatures(String block) {
    if (!block.endsWith("\n")) {
      throw new MalformedException("note: no signature, or no newline at the end");
    }
    String[] lines = block.substring(0, block.length() - 1).split("\n", -1);
    if (lines.length > MAX_SIGNATURES) {
      throw new MalformedException("note: more than " + MAX_SIGNATURES + " signatures");
    }
    List<Signature> signatures = new ArrayList<>();
    for (String line : lines) {
      signatures.add(signature(line));
    }
    return signatures;
  }

  private static Signature signature(String line) {
    int space = line.indexOf(' ', SIGNATURE_PREFIX.length());
    if (!line.startsWith(SIGNATURE_PREFIX) || space < 0) {
      throw new MalformedException("note: malformed signature line");
    }
    String name = line.substring(SIGNATURE_PREFIX.length(), space);
    VerifierKey.requireName(name);
    byte[] bytes = StrictText.base64(line.substring(space + 1), "note: signature");
    if (bytes.length <= KEY_ID_BYTES) {
      throw new MalformedException("note: signature too short");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int keyId = buffer.getInt();
    byte[] signature = new byte[buffer.remaining()];
    buffer.get(signature);
    return new Signature(name, keyId, signature);
  }

  /** One signature line. */
  private static final class Signature {
    private final String name;
    private final int keyId;
    private final byte[] bytes;

    Signature(String name, int keyId, byte[] bytes) {
      this.name = name;
      this.keyId = keyId;
      this.bytes = bytes;
    }
  }
}
